// The passes of passes.ts on a GPU: the same int8 codes, the same exact sums, so the same vectors within float32 rounding.
// gpu-transformer.ts puts before it HEAD: the quads (four numbers) of a head.
// A place in `model` and `room` is counted in quads, in `codes` by fours of int8.

struct Step {
  // numbers of a row that comes in, and of one that goes out
  inputs: u32,
  outputs: u32,
  rows: u32,
  activate: u32,
  source: u32,
  added: u32,
  result: u32,
  // of a product: weights, scales, sums, biases; of a norm: gains, shifts; of a look-up: table, its scales, places, their scales
  first: u32,
  second: u32,
  third: u32,
  fourth: u32,
}

@group(0) @binding(1) var<storage> model: array<vec4u>;
// blocks of at most 32 tokens of a text (start and tokens of the text, first token of the block), those that begin a text first; then a
// token and its position for each row
@group(0) @binding(2) var<storage> batch: array<vec4u>;
@group(0) @binding(3) var<storage, read_write> room: array<vec4f>;
// activations of all rows, a row after the other
@group(0) @binding(4) var<storage, read_write> codes: array<u32>;
// their scale and offset, a row each
@group(0) @binding(5) var<storage, read_write> ranges: array<vec2f>;
@group(0) @binding(0) var<uniform> step: Step;

const THREADS = 64u;
const ONES = vec4f(1);

fn number(place: u32, at: u32) -> f32 {
  return bitcast<f32>(model[place + at / 4][at % 4]);
}

fn unpacked(code: u32) -> vec4f {
  return vec4f(vec4i(vec4u(code) << vec4u(24, 16, 8, 0)) >> vec4u(24));
}

var<workgroup> together: array<vec2f, THREADS>;

// of all threads: the greatest of each component
fn greatest(thread: u32, own: vec2f) -> vec2f {
  workgroupBarrier();
  together[thread] = own;
  workgroupBarrier();
  var all = own;
  for (var other = 0u; other < THREADS; other++) { all = max(all, together[other]); }
  return all;
}

fn total(thread: u32, own: vec4f) -> f32 {
  workgroupBarrier();
  together[thread].x = dot(own, ONES);
  workgroupBarrier();
  var all = 0.0;
  for (var other = 0u; other < THREADS; other++) { all += together[other].x; }
  return all;
}

// A thread reads what it has written itself: quads thread, thread + 64 and so on of the row.
fn quantizeRow(thread: u32, row: u32, place: u32, quads: u32) {
  let start = place + row * quads;
  var low = vec4f();
  var high = vec4f();
  for (var q = thread; q < quads; q += THREADS) {
    low = min(low, room[start + q]);
    high = max(high, room[start + q]);
  }
  let most = greatest(thread, vec2f(-min(min(low.x, low.y), min(low.z, low.w)), max(max(high.x, high.y), max(high.z, high.w))));
  let least = -most.x;
  let range = most.y - least;
  let scale = range / 255;
  let inverse = select(0.0, 255 / range, range > 0);
  for (var q = thread; q < quads; q += THREADS) {
    let code = vec4i(min(vec4f(255), round((room[start + q] - least) * inverse))) - 128;
    codes[row * quads + q] = dot(vec4u(code) & vec4u(255), vec4u(1, 1 << 8, 1 << 16, 1 << 24));
  }
  if (thread == 0) { ranges[row] = vec2f(scale, least + scale * 128); }
}

@compute @workgroup_size(THREADS)
fn lookUp(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let row = group.x;
  let token = batch[step.source + row];
  let fours = step.inputs / 4;
  for (var q = thread; q < fours; q += THREADS) {
    let at = token.x * fours + q;
    codes[row * fours + q] = model[step.first + at / 4][at % 4];
  }
  if (thread == 0) { ranges[row] = vec2f(number(step.second, token.x), 0); }
  let quads = step.outputs / 4;
  for (var q = thread; q < quads; q += THREADS) {
    let at = token.y * quads + q;
    room[step.result + row * quads + q] = unpacked(model[step.third + at / 4][at % 4]) * number(step.fourth, token.y);
  }
}

@compute @workgroup_size(THREADS)
fn quantize(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  quantizeRow(thread, group.x, step.source, step.inputs / 4);
}

@compute @workgroup_size(THREADS)
fn addNorm(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let quads = step.inputs / 4;
  let start = group.x * quads;
  var sum = vec4f();
  for (var q = start + thread; q < start + quads; q += THREADS) {
    let value = room[step.source + q] + room[step.added + q];
    room[step.result + q] = value;
    sum += value;
  }
  let mean = total(thread, sum) / f32(step.inputs);
  var squares = vec4f();
  for (var q = start + thread; q < start + quads; q += THREADS) {
    let value = room[step.result + q] - mean;
    squares += value * value;
  }
  let inverse = inverseSqrt(total(thread, squares) / f32(step.inputs) + 1e-12);
  for (var q = thread; q < quads; q += THREADS) {
    let at = step.result + start + q;
    room[at] = (room[at] - mean) * inverse * bitcast<vec4f>(model[step.first + q]) + bitcast<vec4f>(model[step.second + q]);
  }
  quantizeRow(thread, group.x, step.result, quads);
}

@compute @workgroup_size(THREADS)
fn meanRows(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let quads = step.inputs / 4;
  let text = batch[group.x];
  for (var q = thread; q < quads; q += THREADS) {
    var sum = vec4f();
    for (var row = text.x; row < text.x + text.y; row++) { sum += room[step.source + row * quads + q]; }
    room[step.result + group.x * quads + q] = sum / f32(text.y);
  }
  quantizeRow(thread, group.x, step.result, quads);
}

// A tile of 32 rows by 64 columns, 32 inputs at a time; a thread has 4 rows and 4 columns. Sums of int8 products are exact in float32.
var<workgroup> tileCodes: array<vec4f, 256>;
var<workgroup> tileWeights: array<vec4f, 512>;

@compute @workgroup_size(16, 8)
fn matmul(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u, @builtin(local_invocation_index) thread: u32) {
  let fours = step.inputs / 4;
  let row = group.y * 32 + local.y * 4;
  let column = group.x * 64 + local.x * 4;
  // a panel of weights is eight columns, each four inputs two quads
  let panel = group.x * 8 + thread / 16;
  let weights = step.first + panel * fours * 2 + thread % 16;
  let quad = thread / 16 * 2 + thread % 2;
  var sum0 = vec4f();
  var sum1 = vec4f();
  var sum2 = vec4f();
  var sum3 = vec4f();
  for (var k = 0u; k < fours; k += 8) {
    workgroupBarrier();
    for (var at = thread; at < 256; at += 128) {
      let tileRow = group.y * 32 + at / 8;
      if (tileRow < step.rows && k + at % 8 < fours) { tileCodes[at] = unpacked(codes[tileRow * fours + k + at % 8]); }
    }
    let four = thread % 16 / 2;
    if (panel * 8 < step.outputs && k + four < fours) {
      let packed = model[weights + k * 2];
      // 32 stands for 0
      let byInput = transpose(mat4x4f(unpacked(packed.x), unpacked(packed.y), unpacked(packed.z), unpacked(packed.w)));
      for (var i = 0u; i < 4; i++) { tileWeights[(four * 4 + i) * 16 + quad] = byInput[i] - 32; }
    }
    workgroupBarrier();
    let end = min(8, fours - k);
    for (var j = 0u; j < end && row < step.rows; j++) {
      let w = j * 64 + local.x;
      let byInput = mat4x4f(tileWeights[w], tileWeights[w + 16], tileWeights[w + 32], tileWeights[w + 48]);
      let c = local.y * 32 + j;
      sum0 += byInput * tileCodes[c];
      sum1 += byInput * tileCodes[c + 8];
      sum2 += byInput * tileCodes[c + 16];
      sum3 += byInput * tileCodes[c + 24];
    }
  }
  if (column >= step.outputs) { return; }
  let scales = bitcast<vec4f>(model[step.second + column / 4]);
  let columnSums = bitcast<vec4f>(model[step.third + column / 4]);
  let biases = bitcast<vec4f>(model[step.fourth + column / 4]);
  let sums = array(sum0, sum1, sum2, sum3);
  for (var r = 0u; r < 4 && row + r < step.rows; r++) {
    let range = ranges[row + r];
    var value = (sums[r] * range.x + columnSums * range.y) * scales + biases;
    if (step.activate == 1) { value = gelu(value); }
    room[step.result + ((row + r) * step.outputs + column) / 4] = value;
  }
}

// As `gelu` in functions.as.ts.
fn gelu(x: vec4f) -> vec4f {
  let square = min(x * x, vec4f(25));
  let over = (((-1.0116702497953156e-7 * square + 4.881960921920836e-5) * square + 0.004202262032777071) * square
    + 0.028000392019748688) * square + 0.39896467328071594;
  let under = ((0.001409588847309351 * square + 0.024858051910996437) * square + 0.23702573776245117) * square + 1;
  return x * (0.5 + clamp(x * over / under, vec4f(-0.5), vec4f(0.5)));
}

var<workgroup> keys: array<vec4f, 32 * HEAD>;
var<workgroup> contents: array<vec4f, 32 * HEAD>;

// A workgroup has a block of a text and a head; a thread has a token, and goes through the keys with a running greatest score.
@compute @workgroup_size(32)
fn attend(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let block = batch[group.x];
  let quads = step.inputs / 4;
  let head = group.y * HEAD;
  let row = block.x + min(block.z + thread, block.y - 1);
  var query: array<vec4f, HEAD>;
  var mixed: array<vec4f, HEAD>;
  for (var d = 0u; d < HEAD; d++) { query[d] = room[step.source + row * 3 * quads + head + d] * inverseSqrt(f32(4 * HEAD)); }
  var most = -1e30;
  var sum = 0.0;
  for (var start = 0u; start < block.y; start += 32) {
    workgroupBarrier();
    if (start + thread < block.y) {
      let key = step.source + ((block.x + start + thread) * 3 + 1) * quads + head;
      for (var d = 0u; d < HEAD; d++) {
        keys[thread * HEAD + d] = room[key + d];
        contents[thread * HEAD + d] = room[key + quads + d];
      }
    }
    workgroupBarrier();
    let end = min(32, block.y - start);
    for (var key = 0u; key < end; key++) {
      var score = 0.0;
      for (var d = 0u; d < HEAD; d++) { score += dot(query[d], keys[key * HEAD + d]); }
      if (score > most) {
        let shrink = exp(most - score);
        sum *= shrink;
        for (var d = 0u; d < HEAD; d++) { mixed[d] *= shrink; }
        most = score;
      }
      let weight = exp(score - most);
      sum += weight;
      for (var d = 0u; d < HEAD; d++) { mixed[d] += weight * contents[key * HEAD + d]; }
    }
  }
  if (block.z + thread < block.y) {
    for (var d = 0u; d < HEAD; d++) { room[step.result + row * quads + head + d] = mixed[d] / sum; }
  }
}
