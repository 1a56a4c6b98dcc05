/* A disk that fails at will. Preloaded before a program, it counts the calls that change files whose
   path holds a given word, and lets the n-th fail: once (an I/O error), or from then on (a full disk).

   cc -shared -fPIC -O1 -o failing_disk.so failing_disk.c -ldl     LD_PRELOAD=./failing_disk.so ...

   From the program: fail_at(word, n, error, for_good); n = 0: never. calls(): how many there were. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static char word[256];
static long at, seen;
static int error, for_good;

void fail_at(const char *in_path, long n, int with, int ever_after) {
    strncpy(word, in_path, sizeof word - 1);
    at = n, error = with, for_good = ever_after, seen = 0;
}

long calls(void) { return seen; }

static int fails(int fd) {
    char link[64], path[4096];
    if (!word[0]) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(link, path, sizeof path - 1);
    if (size < 0) return 0;
    path[size] = 0;
    if (!strstr(path, word)) return 0;
    seen++;
    if (!at || (for_good ? seen < at : seen != at)) return 0;
    errno = error;
    return 1;
}

#define GUARD(type, name, args, pass)                                                              \
    type name args {                                                                               \
        static type(*real) args;                                                                   \
        if (!real) real = dlsym(RTLD_NEXT, #name);                                                 \
        return fails(fd) ? -1 : real pass;                                                         \
    }

GUARD(ssize_t, write, (int fd, const void *data, size_t size), (fd, data, size))
GUARD(ssize_t, pwrite, (int fd, const void *data, size_t size, off_t to), (fd, data, size, to))
GUARD(ssize_t, pwrite64, (int fd, const void *data, size_t size, off64_t to), (fd, data, size, to))
GUARD(int, ftruncate, (int fd, off_t size), (fd, size))
GUARD(int, ftruncate64, (int fd, off64_t size), (fd, size))
GUARD(int, fsync, (int fd), (fd))
GUARD(int, fdatasync, (int fd), (fd))
