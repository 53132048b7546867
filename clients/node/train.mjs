// node train.mjs MODEL_FOLDER DATA.json
//
// Trains and evaluates a model folder, saves its weights in it, and predicts. It knows nothing of the model: what the
// files take and give stands in their metadata, as docs/model-folder.md describes it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ort from 'onnxruntime-node';
import { metadata } from './metadata.mjs';

const [folder, dataFile] = process.argv.slice(2);
if (!dataFile) {
  console.error('usage: node train.mjs MODEL_FOLDER DATA.json');
  process.exit(2);
}
// data: the rows of each feed and target; train: those to fit statistics on; batches: the rows of each step.
const { seed, data, train, batches } = JSON.parse(readFileSync(dataFile, 'utf8'));
const count = Object.values(data)[0].length;

/** A tensor with the elements of an array, nested or flat. */
function tensor(type, dims, values) {
  const flat = values.flat(Infinity);
  return new ort.Tensor(type, type === 'int64' ? BigInt64Array.from(flat, BigInt) : flat, dims);
}

/** A tensor of one value, of the type and shape that a graph states for an input; a free dim is 0. */
function filled({ type, shape }, value) {
  const dims = shape.map((dim) => (typeof dim === 'number' ? dim : 0));
  return tensor(type, dims, Array(dims.reduce((a, b) => a * b, 1)).fill(value));
}

/** A tensor of all rows, for an input whose first dim they are. */
function allRows({ type, shape }, rows) {
  return tensor(type, [count, ...shape.slice(1)], rows);
}

/** A file of the folder, with the roles of its inputs and outputs. */
async function open(name) {
  const file = join(folder, name);
  const props = metadata(file);
  const session = await ort.InferenceSession.create(file);
  const types = Object.fromEntries(session.inputMetadata.map((input) => [input.name, input]));
  return { session, types, props, ...JSON.parse(props['nn4j.signature']) };
}

/** Runs a graph: `inputs` makes, for each role that its inputs may have, the tensor of one of them. */
async function run(graph, inputs) {
  const given = {};
  for (const slot of graph.inputs) {
    given[slot.name] = inputs[slot.role](slot, graph.types[slot.name]);
  }
  return graph.session.run(given);
}

/** The outputs in one role, by the names of the inputs that they are the next values of. */
function next(graph, results, role) {
  const slots = graph.outputs.filter((slot) => slot.role === role);
  return Object.fromEntries(slots.map((slot) => [slot.of ?? slot.name, results[slot.name]]));
}

/** The one output in a role. */
function only(graph, results, role) {
  return results[graph.outputs.find((slot) => slot.role === role).name];
}

/** The elements of a tensor. */
function numbers({ data }) {
  return Array.from(data, Number);
}

const columns = {};

/** What all graphs that go over data take. */
function inputs(state, totals, rows) {
  return {
    state: (slot) => state[slot.name],
    data: (slot, type) => (columns[slot.name] ??= allRows(type, data[slot.feed])),
    weights: (slot, { type }) => tensor(type, [count], Array(count).fill(1)),
    rows: () => tensor('int64', [rows.length, rows[0]?.length ?? 0], rows),
    total: (slot, type) => totals[slot.name] ?? filled(type, Number(slot.start ?? 0)),
    total_steps: (slot, type) => filled(type, batches.length),
    lr_scale: (slot, type) => filled(type, 1),
  };
}

// The first weights.
const init = await open('init.onnx');
const model = JSON.parse(init.props['nn4j.model']);
let results = await run(init, { state: (slot, type) => filled(type, seed) });
const state = next(init, results, 'state');

// Statistics of the data, such as means and deviations.
for (let pass = 0; pass < model.fit_passes; pass++) {
  const fit = await open('fit.onnx');
  Object.assign(state, next(fit, await run(fit, inputs(state, {}, [train])), 'state'));
}

// Steps with equally large batches go through the graph together; the last batch of an epoch may be smaller.
const graph = await open('train.onnx');
const losses = [];
let totals = {};
for (let from = 0, to; from < batches.length; from = to) {
  for (to = from + 1; to < batches.length && batches[to].length === batches[from].length; to++);
  results = await run(graph, inputs(state, totals, batches.slice(from, to)));
  Object.assign(state, next(graph, results, 'state'));
  totals = next(graph, results, 'total');
  losses.push(...only(graph, results, 'losses').data);
  if (Number(only(graph, results, 'steps_done').data[0]) < to - from) {
    throw new Error(`the loss or gradient of step ${losses.length} is not finite`);
  }
}

// Metrics over the training rows: totals first, then, with no more rows, what they come to.
const evaluate = await open('evaluate.onnx');
totals = next(evaluate, await run(evaluate, inputs(state, {}, [train])), 'total');
results = await run(evaluate, inputs(state, totals, []));
const values = evaluate.outputs.filter((slot) => slot.role === 'value');
const metrics = Object.fromEntries(values.map((slot) => [slot.metric, numbers(results[slot.name])]));

// The weights, where model.onnx looks for them.
const entries = {
  __metadata__: { 'nn4j.format': init.props['nn4j.format'], 'nn4j.id': init.props['nn4j.id'] },
};
for (const { name, dtype, shape, begin, end } of model.weights.tensors) {
  entries[name] = { dtype, shape, data_offsets: [begin, end] };
}
const header = Buffer.alloc(model.weights.header, ' ');
header.writeBigUInt64LE(BigInt(header.length - 8));
header.write(JSON.stringify(entries), 8);
const region = model.weights.order.map((name) => {
  const { buffer, byteOffset, byteLength } = state[name].data;
  return Buffer.from(buffer, byteOffset, byteLength);
});
writeFileSync(join(folder, 'model.safetensors'), Buffer.concat([header, ...region]));

// Predictions for all rows.
const serving = await open('model.onnx');
results = await run(serving, { input: (slot, type) => allRows(type, data[slot.name]) });
const outputs = Object.entries(results);
const predictions = Object.fromEntries(outputs.map(([name, output]) => [name, numbers(output)]));
console.log(JSON.stringify({ losses, metrics, predictions }));
