// Vega without the parts that one scatter of marks never uses (maps, trees, forces, regressions), and
// with the interpreter that needs no eval, which the pages' content policy forbids.
import {parse} from 'vega-parser';
import {View} from 'vega-view';
import {transforms} from 'vega-dataflow';
import * as data from 'vega-transforms';
import * as views from 'vega-view-transforms';
import * as encode from 'vega-encode';
import {expressionInterpreter} from 'vega-interpreter';

Object.assign(transforms, data, views, encode);
window.charts = {parse, View, expressionInterpreter};
