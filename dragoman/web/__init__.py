"""The pages of `dragoman serve`: thin over the store, readable without JavaScript, of one piece."""
