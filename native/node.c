/**
 * The kernel for Node: `arithmetic()`, `create(model)`, `read(model, …)`, `multiply(…)`, `scoreSpans(…)` and
 * `scorePairs(…)`. Compiled for any x86-64; nothing of the other files runs before the processor was asked. `server/src/engine/kernel.ts` is its only caller and has the types.
 */
#include <cpuid.h>
#include <node_api.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernel.h"
#include "values.h"

typedef struct {
  Encoder encoder;
  Workspace space;
  const Arithmetic *arithmetic;
} Model;

/* ---- The processor ---- */

static bool hasAvx2(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}

static bool hasAvx512(void) {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
         __builtin_cpu_supports("avx512vnni");
}

static bool hasAvxVnni(void) {
  unsigned a, b, c, d;
  return __get_cpuid_count(7, 1, &a, &b, &c, &d) && (a >> 4 & 1);
}

static bool hasTiles(void) {
  unsigned a, b, c, d;
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (d >> 22 & 1) && (d >> 24 & 1) && (d >> 25 & 1) && amxAllowed();
}

const Arithmetic *chooseArithmetic(const char *wanted) {
  if (!hasAvx2()) return NULL;
  const bool wide = hasAvx512();
  const Arithmetic *const fastestFirst[] = {&amxArithmetic, &vnniArithmetic, &avxVnniArithmetic, &avx2Arithmetic};
  const bool known[] = {wide, wide, hasAvxVnni(), true};
  for (int i = 0; i < 4; i++) {
    if (!known[i] || (wanted != NULL && strcmp(wanted, fastestFirst[i]->name) != 0)) continue;
    if (fastestFirst[i] != &amxArithmetic || hasTiles()) return fastestFirst[i];
  }
  return NULL;
}

/* ---- Values of JavaScript ---- */

void complain(Call *call, const char *name, const char *problem) {
  if (call->problem[0] == 0) snprintf(call->problem, sizeof call->problem, "%s %s", name, problem);
}

napi_value property(Call *call, napi_value object, const char *name) {
  napi_value value = NULL;
  if (napi_get_named_property(call->env, object, name, &value) != napi_ok) complain(call, name, "cannot be read");
  return value;
}

void *numbers(Call *call, napi_value value, const char *name, napi_typedarray_type wanted, size_t *count) {
  bool is = false;
  napi_typedarray_type type = (napi_typedarray_type)-1;
  void *data = NULL;
  *count = 0;
  if (napi_is_typedarray(call->env, value, &is) != napi_ok || !is ||
      napi_get_typedarray_info(call->env, value, &type, count, &data, NULL, NULL) != napi_ok || type != wanted) {
    complain(call, name, "is no typed array of its kind");
    *count = 0;
    return NULL;
  }
  return data;
}

/* ---- The functions ---- */

static void freeModel(Model *model) {
  freeEncoder(&model->encoder);
  free(model->space.memory);
  free(model);
}

static void finalize(napi_env env, void *model, void *hint) {
  (void)env;
  (void)hint;
  freeModel(model);
}

/** `arithmetic(wanted?: string): string | null`: the arithmetic that a model would be given. */
static napi_value nameArithmetic(napi_env env, napi_callback_info info) {
  size_t count = 1, length = 0;
  napi_value argument, result;
  char wanted[32] = "";
  napi_get_cb_info(env, info, &count, &argument, NULL, NULL);
  const bool given = count > 0 && napi_get_value_string_utf8(env, argument, wanted, sizeof wanted, &length) == napi_ok;
  const Arithmetic *found = chooseArithmetic(given ? wanted : NULL);
  if (found == NULL)
    napi_get_null(env, &result);
  else
    napi_create_string_utf8(env, found->name, NAPI_AUTO_LENGTH, &result);
  return result;
}

/** `create(settings): model`. @throws Error that says what is wrong. */
static napi_value create(napi_env env, napi_callback_info info) {
  size_t count = 1, length = 0;
  napi_value settings, result = NULL;
  char wanted[32] = "";
  napi_get_cb_info(env, info, &count, &settings, NULL, NULL);
  Call call = {env, ""};
  const bool given = napi_get_value_string_utf8(env, property(&call, settings, "arithmetic"), wanted, sizeof wanted,
                                                &length) == napi_ok;
  Model *model = calloc(1, sizeof(Model));
  if (model == NULL) {
    napi_throw_error(env, NULL, "memory is used up");
    return NULL;
  }
  model->arithmetic = chooseArithmetic(given ? wanted : NULL);
  if (model->arithmetic == NULL) complain(&call, "this processor", "has no such instructions");
  if (call.problem[0] == 0) readModel(&call, settings, &model->encoder, model->arithmetic->multiplyHalves != NULL);
  if (call.problem[0] == 0 && napi_create_external(env, model, finalize, NULL, &result) != napi_ok)
    complain(&call, "the model", "cannot be handed over");
  if (call.problem[0] != 0) {
    freeModel(model);
    napi_throw_error(env, NULL, call.problem);
    return NULL;
  }
  return result;
}

/**
 * `read(model, ids: Int32Array, types: Uint8Array, lengths: Int32Array, kept: Int32Array, outputs: Float32Array[])`.
 * @throws Error where an argument does not fit the others or the model.
 */
static napi_value readTokens(napi_env env, napi_callback_info info) {
  size_t count = 6, tokens = 0, typed = 0, rows = 0, keptCount = 0;
  napi_value arguments[6];
  Model *model = NULL;
  Call call = {env, ""};
  napi_get_cb_info(env, info, &count, arguments, NULL, NULL);
  if (count < 6 || napi_get_value_external(env, arguments[0], (void **)&model) != napi_ok) {
    napi_throw_error(env, NULL, "six arguments are needed, a model first");
    return NULL;
  }
  const Encoder *encoder = &model->encoder;
  const int32_t *ids = numbers(&call, arguments[1], "ids", napi_int32_array, &tokens);
  const uint8_t *types = numbers(&call, arguments[2], "types", napi_uint8_array, &typed);
  const int32_t *lengths = numbers(&call, arguments[3], "lengths", napi_int32_array, &rows);
  const int32_t *kept = numbers(&call, arguments[4], "kept", napi_int32_array, &keptCount);
  if (tokens > 1 << 22 || typed != tokens) complain(&call, "types", "are of another number than ids");
  size_t total = 0;
  int longest = 1;
  for (size_t r = 0; call.problem[0] == 0 && r < rows; r++) {
    if (lengths[r] < 1 || lengths[r] > encoder->positions) complain(&call, "lengths", "are out of their bounds");
    total += (size_t)lengths[r];
    if (lengths[r] > longest) longest = lengths[r];
  }
  if (total != tokens) complain(&call, "lengths", "do not add up to the tokens");
  for (size_t t = 0; call.problem[0] == 0 && t < tokens; t++)
    if (ids[t] < 0 || ids[t] >= encoder->words || types[t] >= encoder->types) complain(&call, "ids", "are out of their bounds");
  for (size_t i = 0; call.problem[0] == 0 && i < keptCount; i++)
    if (kept[i] < 0 || (size_t)kept[i] >= tokens || (i > 0 && kept[i] <= kept[i - 1]))
      complain(&call, "kept", "is out of its bounds or its order");
  float *outputs[MAX_OUTPUTS];
  for (int i = 0; call.problem[0] == 0 && i < encoder->outputs; i++) {
    napi_value output = NULL;
    size_t held = 0;
    napi_get_element(env, arguments[5], (uint32_t)i, &output);
    outputs[i] = numbers(&call, output, "outputs", napi_float32_array, &held);
    if (held < keptCount * (size_t)encoder->outputSize[i]) complain(&call, "outputs", "are too short");
  }
  if (call.problem[0] == 0 && tokens > 0 && !reserve(encoder, &model->space, (int)tokens, longest))
    complain(&call, "memory", "is used up");
  if (call.problem[0] != 0)
    napi_throw_error(env, NULL, call.problem);
  else if (tokens > 0)
    model->arithmetic->read(encoder, model->arithmetic, &model->space, ids, types, lengths, (int)rows, kept,
                            (int)keptCount, outputs);
  return NULL;
}

/**
 * `multiply(weights: Float32Array, rows: Int32Array, count: number, vector: Float64Array, out: Float64Array)`.
 * @throws Error where an argument does not fit the others, or the processor lacks AVX2.
 */
static napi_value multiply(napi_env env, napi_callback_info info) {
  size_t given = 5, held = 0, listed = 0, dimension = 0, room = 0;
  napi_value arguments[5];
  Call call = {env, ""};
  napi_get_cb_info(env, info, &given, arguments, NULL, NULL);
  const float *weights = numbers(&call, arguments[0], "weights", napi_float32_array, &held);
  const int32_t *rows = numbers(&call, arguments[1], "rows", napi_int32_array, &listed);
  const double *vector = numbers(&call, arguments[3], "vector", napi_float64_array, &dimension);
  double *out = numbers(&call, arguments[4], "out", napi_float64_array, &room);
  int32_t count = -1;
  if (napi_get_value_int32(env, arguments[2], &count) != napi_ok || count < 0 || (size_t)count > listed || (size_t)count > room)
    complain(&call, "count", "is out of its bounds");
  if (dimension > 1 << 20) complain(&call, "vector", "is too long");
  const size_t known = held / (dimension + 1);
  for (int32_t n = 0; call.problem[0] == 0 && n < count; n++)
    if (rows[n] < 0 || (size_t)rows[n] >= known) complain(&call, "rows", "are out of their bounds");
  if (!hasAvx2()) complain(&call, "this processor", "has no such instructions");
  if (call.problem[0] != 0)
    napi_throw_error(env, NULL, call.problem);
  else
    multiplyRows(weights, (int)dimension, rows, count, vector, out);
  return NULL;
}

/** A whole number from 0 on; a complaint where it is another thing. */
static int32_t wholeNumber(Call *call, napi_value value, const char *name) {
  int32_t number = -1;
  if (napi_get_value_int32(call->env, value, &number) == napi_ok && number >= 0) return number;
  complain(call, name, "is no whole number");
  return 0;
}

/**
 * `scoreSpans(parts: Float32Array, size: number, words: number, bounds: Int32Array, count: number,
 * context: Float32Array, widths: Float32Array, weights: Float32Array, out: Float64Array)`.
 * @throws Error where an argument does not fit the others, or the processor lacks AVX2.
 */
static napi_value scoreAll(napi_env env, napi_callback_info info) {
  size_t given = 9, held = 0, listed = 0, columns = 0, wide = 0, weighed = 0, room = 0;
  napi_value arguments[9];
  Call call = {env, ""};
  napi_get_cb_info(env, info, &given, arguments, NULL, NULL);
  const float *parts = numbers(&call, arguments[0], "parts", napi_float32_array, &held);
  const int32_t size = wholeNumber(&call, arguments[1], "size");
  const int32_t words = wholeNumber(&call, arguments[2], "words");
  const int32_t *bounds = numbers(&call, arguments[3], "bounds", napi_int32_array, &listed);
  const int32_t count = wholeNumber(&call, arguments[4], "count");
  const float *context = numbers(&call, arguments[5], "context", napi_float32_array, &columns);
  const float *widths = numbers(&call, arguments[6], "widths", napi_float32_array, &wide);
  const float *weights = numbers(&call, arguments[7], "weights", napi_float32_array, &weighed);
  double *out = numbers(&call, arguments[8], "out", napi_float64_array, &room);
  if (columns < 1 || columns > MOST_SPAN_COLUMNS || (size_t)size < 3 * columns) complain(&call, "context", "is out of its bounds");
  if ((size_t)words * (size_t)size > held) complain(&call, "parts", "are too few");
  if ((size_t)count * 2 > listed) complain(&call, "bounds", "are too few");
  for (int32_t s = 0; call.problem[0] == 0 && s < count; s++)
    if (bounds[2 * s] < 0 || bounds[2 * s] >= bounds[2 * s + 1] || bounds[2 * s + 1] > words)
      complain(&call, "bounds", "are out of the sentence");
  if (columns > 0 && wide < columns) complain(&call, "widths", "are too few");
  const size_t rows = weighed / (columns + 1);
  if (rows > 1 << 20 || (size_t)count * rows > room) complain(&call, "out", "is too short");
  if (!hasAvx2()) complain(&call, "this processor", "has no such instructions");
  if (call.problem[0] != 0) {
    napi_throw_error(env, NULL, call.problem);
    return NULL;
  }
  const SpanLayer layer = {(int)columns, (int)(wide / columns), (int)rows, context, widths, weights};
  scoreSpans(&layer, parts, size, words, bounds, count, out);
  return NULL;
}

/**
 * `scorePairs(parts: Float32Array, size: number, words: number, pairs: Int32Array, count: number, pair: Float32Array,
 * distance: Float32Array, weights: Float32Array, out: Float64Array)`.
 * @throws Error where an argument does not fit the others, or the processor lacks AVX2.
 */
static napi_value scoreAllPairs(napi_env env, napi_callback_info info) {
  size_t given = 9, held = 0, listed = 0, paired = 0, distances = 0, weighed = 0, room = 0;
  napi_value arguments[9];
  Call call = {env, ""};
  napi_get_cb_info(env, info, &given, arguments, NULL, NULL);
  const float *parts = numbers(&call, arguments[0], "parts", napi_float32_array, &held);
  const int32_t size = wholeNumber(&call, arguments[1], "size");
  const int32_t words = wholeNumber(&call, arguments[2], "words");
  const int32_t *pairs = numbers(&call, arguments[3], "pairs", napi_int32_array, &listed);
  const int32_t count = wholeNumber(&call, arguments[4], "count");
  const float *pair = numbers(&call, arguments[5], "pair", napi_float32_array, &paired);
  const float *distance = numbers(&call, arguments[6], "distance", napi_float32_array, &distances);
  const float *weights = numbers(&call, arguments[7], "weights", napi_float32_array, &weighed);
  double *out = numbers(&call, arguments[8], "out", napi_float64_array, &room);
  // For each kind there is a weight more than there are columns, its bias.
  const size_t kinds = weighed > paired ? weighed - paired : 1, columns = paired / kinds;
  if (columns < 8 || columns > 4096 || columns % 8 != 0 || kinds * columns != paired || (size_t)size < 3 * columns)
    complain(&call, "pair", "is of a size that does not fit");
  if ((size_t)words * (size_t)size > held) complain(&call, "parts", "are too few");
  if ((size_t)count * PAIR_NUMBERS > listed || (size_t)count > room) complain(&call, "pairs", "are too few");
  for (int32_t p = 0; call.problem[0] == 0 && p < count; p++) {
    const int32_t *one = pairs + (size_t)p * PAIR_NUMBERS;
    for (int s = 0; s < 4; s += 2)
      if (one[s] < 0 || one[s] >= one[s + 1] || one[s + 1] > words) complain(&call, "pairs", "are out of the sentence");
    if (one[4] < 0 || (size_t)one[4] >= kinds || one[5] < 0 || ((size_t)one[5] + 1) * columns > distances)
      complain(&call, "pairs", "are of a kind or distance that there is not");
  }
  if (!hasAvx2()) complain(&call, "this processor", "has no such instructions");
  if (call.problem[0] != 0) {
    napi_throw_error(env, NULL, call.problem);
    return NULL;
  }
  const PairLayer layer = {(int)columns, pair, distance, weights};
  scorePairs(&layer, parts, size, pairs, count, out);
  return NULL;
}

NAPI_MODULE_INIT() {
  const napi_property_descriptor functions[] = {
      {"arithmetic", NULL, nameArithmetic, NULL, NULL, NULL, napi_enumerable, NULL},
      {"create", NULL, create, NULL, NULL, NULL, napi_enumerable, NULL},
      {"read", NULL, readTokens, NULL, NULL, NULL, napi_enumerable, NULL},
      {"multiply", NULL, multiply, NULL, NULL, NULL, napi_enumerable, NULL},
      {"scoreSpans", NULL, scoreAll, NULL, NULL, NULL, napi_enumerable, NULL},
      {"scorePairs", NULL, scoreAllPairs, NULL, NULL, NULL, napi_enumerable, NULL},
  };
  napi_define_properties(env, exports, sizeof functions / sizeof *functions, functions);
  return exports;
}
