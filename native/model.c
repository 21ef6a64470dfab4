/** An encoder out of the settings that JavaScript gives (`KernelSettings` in `server/src/engine/kernel.ts`). */
#include <node_api.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernel.h"
#include "values.h"

#define MAX_LAYERS 64

static double number(Call *call, napi_value object, const char *name) {
  double value = 0;
  if (napi_get_value_double(call->env, property(call, object, name), &value) != napi_ok)
    complain(call, name, "is not a number");
  return value;
}

static int size(Call *call, napi_value object, const char *name, int least, int most) {
  const double value = number(call, object, name);
  if (value >= least && value <= most) return (int)value;
  complain(call, name, "is out of its bounds");
  return least;
}

/** A tensor of the model of exactly so many numbers; null (and a complaint) where it is another thing. */
static const void *tensor(Call *call, napi_value tensors, const char *name, napi_typedarray_type type, size_t count) {
  size_t found = 0;
  void *data = numbers(call, property(call, tensors, name), name, type, &found);
  if (data != NULL && found == count) return data;
  complain(call, name, "has another size");
  return NULL;
}

static const float *floats(Call *call, napi_value tensors, const char *name, size_t count) {
  return tensor(call, tensors, name, napi_float32_array, count);
}

static void *room(Call *call, size_t bytes) {
  void *memory = aligned_alloc(64, (bytes + 63) / 64 * 64);
  if (memory == NULL) complain(call, "memory", "is used up");
  return memory;
}

static void *copied(Call *call, const void *from, size_t bytes) {
  if (from == NULL) return NULL;
  void *memory = room(call, bytes);
  if (memory != NULL) memcpy(memory, from, bytes);
  return memory;
}

static float *copiedFloats(Call *call, napi_value tensors, const char *name, size_t count) {
  return copied(call, floats(call, tensors, name, count), count * sizeof(float));
}

static Norm readNorm(Call *call, napi_value tensors, const char *name, size_t hidden) {
  char part[64];
  Norm norm;
  snprintf(part, sizeof part, "%s.scale", name);
  norm.scale = copiedFloats(call, tensors, part, hidden);
  snprintf(part, sizeof part, "%s.offset", name);
  norm.offset = copiedFloats(call, tensors, part, hidden);
  return norm;
}

static Matrix makeMatrix(Call *call, int k, int n) {
  const size_t columns = (size_t)n * sizeof(float);
  return (Matrix){.k = k,
                  .n = n,
                  .packed = room(call, (size_t)k * (size_t)n),
                  .scale = room(call, columns),
                  .sum = room(call, columns),
                  .bias = room(call, columns),
                  .pairSums = room(call, (size_t)k / STRETCH * (size_t)n * 2 * sizeof(int16_t)),
                  .reach = room(call, (size_t)k / STRETCH * (size_t)n / PANEL * sizeof(float))};
}

/** Puts the matrix `name` of the model into columns of a packed one. */
static void readMatrix(Call *call, napi_value tensors, const char *name, Matrix *into, int first, int columns) {
  char part[64];
  const size_t count = (size_t)into->k * (size_t)columns;
  const int8_t *values = tensor(call, tensors, name, napi_int8_array, count);
  snprintf(part, sizeof part, "%s.scale", name);
  const float *scale = floats(call, tensors, part, (size_t)columns);
  snprintf(part, sizeof part, "%s.bias", name);
  const float *bias = floats(call, tensors, part, (size_t)columns);
  if (call->problem[0] != 0) return;
  for (size_t i = 0; i < count; i++)
    if (values[i] > MOST_WEIGHT || values[i] < -MOST_WEIGHT) complain(call, name, "has a weight past 63");
  packColumns(into, values, first, columns);
  memcpy(into->scale + first, scale, (size_t)columns * sizeof(float));
  memcpy(into->bias + first, bias, (size_t)columns * sizeof(float));
  for (int i = 0; i < columns; i++) {
    int sum = 0;
    for (int row = 0; row < into->k; row++) sum += values[(size_t)row * (size_t)columns + (size_t)i];
    into->sum[first + i] = (float)sum;
  }
  if (first + columns == into->n) sumPairs(into);
}

static void readLayer(Call *call, napi_value tensors, int index, int hidden, int inner, Layer *layer) {
  char name[64];
#define NAME(PART) (snprintf(name, sizeof name, "%d." PART, index), name)
  layer->attend = makeMatrix(call, hidden, hidden * 3);
  readMatrix(call, tensors, NAME("q"), &layer->attend, 0, hidden);
  readMatrix(call, tensors, NAME("k"), &layer->attend, hidden, hidden);
  readMatrix(call, tensors, NAME("v"), &layer->attend, hidden * 2, hidden);
  layer->out = makeMatrix(call, hidden, hidden);
  readMatrix(call, tensors, NAME("o"), &layer->out, 0, hidden);
  layer->attention = readNorm(call, tensors, NAME("attention"), (size_t)hidden);
  layer->up = makeMatrix(call, hidden, inner);
  readMatrix(call, tensors, NAME("up"), &layer->up, 0, inner);
  layer->down = makeMatrix(call, inner, hidden);
  readMatrix(call, tensors, NAME("down"), &layer->down, 0, hidden);
  layer->output = readNorm(call, tensors, NAME("output"), (size_t)hidden);
#undef NAME
}

/** Fills a panel from a head's weights [hidden, size] and bias. */
static void fillPanel(Call *call, const Encoder *encoder, HeadPanel *panel, const float *weights, const float *bias,
                      bool halved) {
  const size_t hidden = (size_t)encoder->hidden, size = (size_t)encoder->outputSize[panel->head];
  const size_t part = hidden * PANEL;
  panel->weights = room(call, part * sizeof(float));
  if (halved) panel->halves = room(call, part * 3 * sizeof(uint16_t));
  if (call->problem[0] != 0) return;
  memset(panel->weights, 0, part * sizeof(float));
  for (int c = 0; c < panel->columns; c++) panel->bias[c] = bias[panel->column + c];
  for (size_t i = 0; i < hidden; i++) {
    for (size_t c = 0; c < PANEL; c++) {
      const float value = (int)c < panel->columns ? weights[i * size + (size_t)panel->column + c] : 0;
      panel->weights[i * PANEL + c] = value;
      if (!halved) continue;
      const size_t at = i / 32 * 32 * PANEL + (i % 32 / 2 * PANEL + c) * 2 + i % 2;
      panel->halves[at] = panel->halves[2 * part + at] = toHalf(value);
      panel->halves[part + at] = toHalf(value - ofHalf(panel->halves[at]));
    }
  }
}

static void readOutputs(Call *call, napi_value names, napi_value tensors, Encoder *encoder, bool halved) {
  uint32_t count = 0;
  if (napi_get_array_length(call->env, names, &count) != napi_ok || count == 0 || count > MAX_OUTPUTS) {
    complain(call, "outputs", "is no list of names");
    return;
  }
  const float *weights[MAX_OUTPUTS], *bias[MAX_OUTPUTS];
  encoder->outputs = (int)count;
  encoder->outputSize = room(call, count * sizeof(int));
  int panels = 0;
  for (uint32_t i = 0; i < count && call->problem[0] == 0; i++) {
    char name[128] = "head.", biasName[136];
    napi_value text;
    size_t length = 0, size = 0;
    if (napi_get_element(call->env, names, i, &text) != napi_ok ||
        napi_get_value_string_utf8(call->env, text, name + 5, sizeof name - 5, &length) != napi_ok)
      complain(call, "outputs", "holds no name");
    snprintf(biasName, sizeof biasName, "%s.bias", name);
    bias[i] = numbers(call, property(call, tensors, biasName), biasName, napi_float32_array, &size);
    weights[i] = floats(call, tensors, name, (size_t)encoder->hidden * size);
    encoder->outputSize[i] = (int)size;
    panels += (int)((size + PANEL - 1) / PANEL);
  }
  if (call->problem[0] != 0) return;
  encoder->headPanel = calloc((size_t)panels, sizeof(HeadPanel));
  if (encoder->headPanel == NULL) complain(call, "memory", "is used up");
  for (int head = 0; head < encoder->outputs && call->problem[0] == 0; head++) {
    const int size = encoder->outputSize[head];
    for (int column = 0; column < size; column += PANEL) {
      HeadPanel *panel = &encoder->headPanel[encoder->headPanels++];
      *panel = (HeadPanel){.head = head, .column = column, .columns = size - column < PANEL ? size - column : PANEL};
      fillPanel(call, encoder, panel, weights[head], bias[head], halved);
      if (call->problem[0] != 0) return;
    }
  }
}

static void freeMatrix(Matrix *matrix) {
  free(matrix->packed);
  free(matrix->scale);
  free(matrix->sum);
  free(matrix->bias);
  free(matrix->pairSums);
  free(matrix->reach);
}

static void freeNorm(Norm *norm) {
  free(norm->scale);
  free(norm->offset);
}

void freeEncoder(Encoder *encoder) {
  for (int i = 0; encoder->layer != NULL && i < encoder->layers; i++) {
    Layer *layer = &encoder->layer[i];
    Matrix *const matrices[] = {&layer->attend, &layer->out, &layer->up, &layer->down};
    for (int m = 0; m < 4; m++) freeMatrix(matrices[m]);
    freeNorm(&layer->attention);
    freeNorm(&layer->output);
  }
  free(encoder->layer);
  free(encoder->wordTable);
  free(encoder->wordScale);
  free(encoder->positionTable);
  free(encoder->typeTable);
  freeNorm(&encoder->embeddings);
  free(encoder->outputSize);
  for (int p = 0; p < encoder->headPanels; p++) {
    free(encoder->headPanel[p].weights);
    free(encoder->headPanel[p].halves);
  }
  free(encoder->headPanel);
}

/** Width of a layer's middle: the wide activations are in blocks of 64 columns. */
static int innerWidth(Call *call, napi_value widths, int layer) {
  napi_value width;
  double value = 0;
  if (napi_get_element(call->env, widths, (uint32_t)layer, &width) != napi_ok ||
      napi_get_value_double(call->env, width, &value) != napi_ok)
    complain(call, "inner", "is no list of a number a layer");
  else if (!(value >= 64 && value <= 16384) || (int)value % 64 != 0)
    complain(call, "inner", "is of a size that the kernel does not read");
  return (int)value;
}

void readModel(Call *call, napi_value settings, Encoder *encoder, bool halved) {
  encoder->layers = size(call, settings, "layers", 1, MAX_LAYERS);
  encoder->hidden = size(call, settings, "hidden", 64, 4096);
  encoder->heads = size(call, settings, "heads", 1, 128);
  encoder->words = size(call, settings, "words", 1, 1 << 24);
  encoder->positions = size(call, settings, "positions", 1, 1 << 16);
  encoder->types = size(call, settings, "types", 1, 256);
  encoder->epsilon = (float)number(call, settings, "epsilon");
  if (encoder->hidden % 64 != 0 || encoder->heads * HEAD_SIZE != encoder->hidden)
    complain(call, "hidden", "is of a size that the kernel does not read");
  if (call->problem[0] != 0) return;
  const napi_value tensors = property(call, settings, "tensors");
  const size_t hidden = (size_t)encoder->hidden, words = (size_t)encoder->words;
  encoder->wordTable = copied(call, tensor(call, tensors, "words", napi_int8_array, words * hidden), words * hidden);
  encoder->wordScale = copiedFloats(call, tensors, "words.scale", words);
  encoder->positionTable = copiedFloats(call, tensors, "positions", (size_t)encoder->positions * hidden);
  encoder->typeTable = copiedFloats(call, tensors, "types", (size_t)encoder->types * hidden);
  encoder->embeddings = readNorm(call, tensors, "embeddings", hidden);
  encoder->layer = calloc((size_t)encoder->layers, sizeof(Layer));
  if (encoder->layer == NULL) complain(call, "memory", "is used up");
  const napi_value widths = property(call, settings, "inner");
  for (int i = 0; i < encoder->layers && call->problem[0] == 0; i++) {
    const int inner = innerWidth(call, widths, i);
    if (inner > encoder->widest) encoder->widest = inner;
    if (call->problem[0] == 0) readLayer(call, tensors, i, encoder->hidden, inner, &encoder->layer[i]);
  }
  if (call->problem[0] == 0) readOutputs(call, property(call, settings, "outputs"), tensors, encoder, halved);
}
