/** The encoder on rows of tokens; see `kernel.h`. Compiled for AVX512 (F, BW, DQ, VL, VNNI). */
#include <immintrin.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kernel.h"
#include "vectors.h"


static int roundUp(int value, int step) { return (value + step - 1) / step * step; }

float tail[4][32] __attribute__((aligned(64)));

void prepareNumbers(void) {
  for (int part = 0; part < 32; part++) {
    double node[4], value[4];
    for (int i = 0; i < 4; i++) {
      node[i] = 0.5 - 0.5 * cos(M_PI * (2 * i + 1) / 8);
      value[i] = 0.5 * erfc((part + node[i]) * TAIL_END / 32 / M_SQRT2);
    }
    // Newton's divided differences, then the powers of the place in the part.
    for (int order = 1; order < 4; order++)
      for (int i = 3; i >= order; i--) value[i] = (value[i] - value[i - 1]) / (node[i] - node[i - order]);
    double power[4] = {value[3], 0, 0, 0};
    for (int i = 2; i >= 0; i--) {
      for (int d = 3; d > 0; d--) power[d] = power[d - 1] - node[i] * power[d];
      power[0] = value[i] - node[i] * power[0];
    }
    for (int d = 0; d < 4; d++) tail[d][part] = (float)power[d];
  }
}

/* ---- Products ---- */

/** What is made of a product's sums. Floats and activations lie as `Workspace` says. */
typedef struct {
  /** Float results; null where they become `inner`. */
  float *result;
  /** Added to the results; may be null. */
  const float *residual;
  /** GELU, then uint8, with the values of the layer's side channels in `side` [tokens, MAX_SIDE]. */
  const Layer *layer;
  uint8_t *inner;
  float *side;
  /** Side channels that are added: `side` times the layer's `sideRows`. */
  int addSides;
} Use;

static inline __m512 restore(const int32_t *sums, const Matrix *matrix, int column) {
  return _mm512_fmadd_ps(_mm512_cvtepi32_ps(_mm512_load_si512(sums)), _mm512_load_ps(matrix->multiplier + column),
                         _mm512_load_ps(matrix->constant + column));
}

static void useAsFloats(const Workspace *space, const Matrix *matrix, const Use *use, const int32_t *sums, int row,
                        int count, int column) {
  const size_t first = (size_t)(column / PANEL) * space->panelStep + (size_t)row * PANEL;
  float *result = use->result + first;
  const float *residual = use->residual == NULL ? NULL : use->residual + first;
  for (int r = 0; r < count; r++) {
    for (int half = 0; half < PANEL; half += 16) {
      const int at = r * PANEL + half;
      __m512 value = restore(sums + at, matrix, column + half);
      if (use->addSides) {
        const float *side = use->side + (size_t)(row + r) * MAX_SIDE;
        for (int s = 0; s < use->layer->sides; s++)
          value = _mm512_fmadd_ps(_mm512_set1_ps(side[s]),
                                  _mm512_load_ps(use->layer->sideRows + (size_t)s * matrix->n + column + half), value);
      }
      if (residual != NULL) value = _mm512_add_ps(value, _mm512_load_ps(residual + at));
      _mm512_store_ps(result + at, value);
    }
  }
}

static void useAsInner(const Workspace *space, const Matrix *matrix, const Use *use, const int32_t *sums, int row,
                       int count, int column) {
  const Tail tails = loadTail();
  const Quantizer *into = &use->layer->h;
  const __m512i zero = _mm512_set1_epi32(into->zero);
  int own[MAX_SIDE], owned = 0;
  for (int s = 0; s < use->layer->sides; s++)
    if (use->layer->side[s] >= column && use->layer->side[s] < column + PANEL) own[owned++] = s;
  float kept[PANEL] __attribute__((aligned(64)));
  uint8_t *out = use->inner + (size_t)(column / 64) * space->blockStep + (size_t)row * 64 + column % 64;
  for (int r = 0; r < count; r++, sums += PANEL, out += 64) {
    for (int half = 0; half < PANEL; half += 16) {
      const __m512 value = gelu(restore(sums + half, matrix, column + half), &tails);
      if (owned > 0) _mm512_store_ps(kept + half, value);
      _mm_store_si128((__m128i *)(out + half), quantize(value, _mm512_load_ps(into->factor + column + half), zero));
    }
    for (int i = 0; i < owned; i++)
      use->side[(size_t)(row + r) * MAX_SIDE + own[i]] = kept[use->layer->side[own[i]] - column];
  }
}

/** Each panel of the weights is read once, and stays near while all rows are multiplied with it. */
static void product(const Arithmetic *arithmetic, const Workspace *space, const Matrix *matrix, const uint8_t *rows,
                    int tokens, const Use *use) {
  int32_t sums[BLOCK * PANEL] __attribute__((aligned(64)));
  for (int column = 0; column < matrix->n; column += PANEL) {
    const int8_t *panel = matrix->packed + (size_t)column * matrix->k;
    for (int row = 0; row < tokens; row += BLOCK) {
      const int count = tokens - row < BLOCK ? tokens - row : BLOCK;
      arithmetic->multiply(rows + (size_t)row * 64, space->blockStep, count, panel, matrix->k, sums);
      if (use->inner != NULL)
        useAsInner(space, matrix, use, sums, row, count, column);
      else
        useAsFloats(space, matrix, use, sums, row, count, column);
    }
  }
}

/* ---- Parts of a layer ---- */

/** Normalizes tokens of `from` into `to`, and quantizes them into `quantized` where `into` is given. */
static void normalize(const Encoder *encoder, const Workspace *space, const Norm *norm, const float *from, float *to,
                      int tokens, const Quantizer *into, uint8_t *quantized) {
  const int hidden = encoder->hidden;
  for (int t = 0; t < tokens; t++, from += PANEL, to += PANEL, quantized += 64) {
    __m512 sum = _mm512_setzero_ps();
    for (int i = 0; i < hidden; i += 16) sum = _mm512_add_ps(sum, _mm512_load_ps(from + inPanels(space, i)));
    const __m512 mean = _mm512_set1_ps(_mm512_reduce_add_ps(sum) / (float)hidden);
    __m512 squares = _mm512_setzero_ps();
    for (int i = 0; i < hidden; i += 16) {
      const __m512 off = _mm512_sub_ps(_mm512_load_ps(from + inPanels(space, i)), mean);
      squares = _mm512_fmadd_ps(off, off, squares);
    }
    const float variance = _mm512_reduce_add_ps(squares) / (float)hidden + encoder->epsilon;
    const __m512 inverse = _mm512_set1_ps(1.0f / sqrtf(variance));
    for (int i = 0; i < hidden; i += 16) {
      const __m512 off = _mm512_mul_ps(_mm512_sub_ps(_mm512_load_ps(from + inPanels(space, i)), mean), inverse);
      const __m512 value = _mm512_fmadd_ps(off, _mm512_load_ps(norm->scale + i), _mm512_load_ps(norm->offset + i));
      _mm512_store_ps(to + inPanels(space, i), value);
      if (into == NULL) continue;
      uint8_t *out = quantized + (size_t)(i / 64) * space->blockStep + i % 64;
      _mm_store_si128((__m128i *)out, quantize(value, _mm512_load_ps(into->factor + i), _mm512_set1_epi32(into->zero)));
    }
  }
}

/** Sums of the embeddings of words, case types and positions, into `y`. */
static void embed(const Encoder *encoder, const Workspace *space, const int32_t *ids, const uint8_t *types,
                  const int32_t *lengths, int rows) {
  const int hidden = encoder->hidden;
  float *out = space->y;
  for (int row = 0; row < rows; row++) {
    for (int at = 0; at < lengths[row]; at++, ids++, types++, out += PANEL) {
      const int8_t *word = encoder->wordTable + (size_t)*ids * hidden;
      const __m512 scale = _mm512_set1_ps(encoder->wordScale[*ids]);
      const float *type = encoder->typeTable + (size_t)*types * hidden;
      const float *position = encoder->positionTable + (size_t)at * hidden;
      for (int i = 0; i < hidden; i += 16) {
        const __m512 whole = _mm512_cvtepi32_ps(_mm512_cvtepi8_epi32(_mm_load_si128((const __m128i *)(word + i))));
        const __m512 typed = _mm512_add_ps(_mm512_mul_ps(whole, scale), _mm512_load_ps(type + i));
        _mm512_store_ps(out + inPanels(space, i), _mm512_add_ps(typed, _mm512_load_ps(position + i)));
      }
    }
  }
}

/** Rows and columns of 16 x 16 floats change places; rows of `from` are PANEL apart, those of `to` `step`. */
static inline void transpose(const float *from, float *to, size_t step) {
  __m512 row[16], turned[16];
  UNROLL for (int i = 0; i < 16; i++) row[i] = _mm512_load_ps(from + i * PANEL);
  UNROLL for (int i = 0; i < 16; i += 2) {
    turned[i] = _mm512_unpacklo_ps(row[i], row[i + 1]);
    turned[i + 1] = _mm512_unpackhi_ps(row[i], row[i + 1]);
  }
  UNROLL for (int i = 0; i < 16; i += 4) {
    UNROLL for (int j = 0; j < 2; j++) {
      const __m512d above = _mm512_castps_pd(turned[i + j]), below = _mm512_castps_pd(turned[i + j + 2]);
      row[i + 2 * j] = _mm512_castpd_ps(_mm512_unpacklo_pd(above, below));
      row[i + 2 * j + 1] = _mm512_castpd_ps(_mm512_unpackhi_pd(above, below));
    }
  }
  UNROLL for (int i = 0; i < 4; i++) {
    const __m512 a = _mm512_shuffle_f32x4(row[i], row[i + 4], 0x88), b = _mm512_shuffle_f32x4(row[i], row[i + 4], 0xdd);
    const __m512 c = _mm512_shuffle_f32x4(row[i + 8], row[i + 12], 0x88);
    const __m512 d = _mm512_shuffle_f32x4(row[i + 8], row[i + 12], 0xdd);
    _mm512_store_ps(to + (size_t)i * step, _mm512_shuffle_f32x4(a, c, 0x88));
    _mm512_store_ps(to + (size_t)(i + 4) * step, _mm512_shuffle_f32x4(b, d, 0x88));
    _mm512_store_ps(to + (size_t)(i + 8) * step, _mm512_shuffle_f32x4(a, c, 0xdd));
    _mm512_store_ps(to + (size_t)(i + 12) * step, _mm512_shuffle_f32x4(b, d, 0xdd));
  }
}

/** Of up to four queries: e^(score - greatest score) for all keys, [4, padded]; gives the inverses of the sums. */
static void weigh(const float *query, int queries, const float *keys, int length, int padded, float *weights,
                  float *inverse) {
  for (int at = 0; at < padded; at += 16) {
    __m512 sum[4] = {_mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps(), _mm512_setzero_ps()};
    for (int d = 0; d < HEAD_SIZE; d++) {
      const __m512 key = _mm512_load_ps(keys + (size_t)d * padded + at);
      UNROLL for (int q = 0; q < 4; q++) sum[q] = _mm512_fmadd_ps(_mm512_set1_ps(query[q * PANEL + d]), key, sum[q]);
    }
    UNROLL for (int q = 0; q < 4; q++) _mm512_store_ps(weights + (size_t)q * padded + at, sum[q]);
  }
  const __mmask16 last = (__mmask16)(0xffff >> (padded - length));
  const __m512 none = _mm512_set1_ps(-1e30f);
  for (int q = 0; q < queries; q++) {
    float *own = weights + (size_t)q * padded;
    _mm512_store_ps(own + padded - 16, _mm512_mask_mov_ps(none, last, _mm512_load_ps(own + padded - 16)));
    __m512 greatest = none;
    for (int at = 0; at < padded; at += 16) greatest = _mm512_max_ps(greatest, _mm512_load_ps(own + at));
    const __m512 most = _mm512_set1_ps(_mm512_reduce_max_ps(greatest));
    __m512 sum = _mm512_setzero_ps();
    for (int at = 0; at < padded; at += 16) {
      const __m512 weight = exponential(_mm512_sub_ps(_mm512_load_ps(own + at), most));
      sum = _mm512_add_ps(sum, weight);
      _mm512_store_ps(own + at, weight);
    }
    // Padding has e^-87 each: nothing beside the greatest's 1.
    inverse[q] = 1.0f / _mm512_reduce_add_ps(sum);
  }
}

/** One row's attention, head by head, quantized into `context`. Buffers reach 32 tokens past the last. */
static void attend(const Encoder *encoder, const Workspace *space, const Quantizer *into, int first, int length) {
  const int padded = roundUp(length, 16);
  const __m512i zero = _mm512_set1_epi32(into->zero);
  float *keys = space->keys, *weights = space->weights;
  for (int head = 0; head < encoder->heads; head++) {
    const float *query = space->attend + (size_t)head * space->panelStep + (size_t)first * PANEL;
    const float *key = query + (size_t)encoder->heads * space->panelStep;
    const float *value = key + (size_t)encoder->heads * space->panelStep;
    for (int at = 0; at < padded; at += 16)
      for (int d = 0; d < HEAD_SIZE; d += 16)
        transpose(key + (size_t)at * PANEL + d, keys + (size_t)d * padded + at, (size_t)padded);
    const __m512 factorLow = _mm512_load_ps(into->factor + head * HEAD_SIZE);
    const __m512 factorHigh = _mm512_load_ps(into->factor + head * HEAD_SIZE + 16);
    uint8_t *out = space->context + (size_t)(head / 2) * space->blockStep + (size_t)first * 64 + head % 2 * HEAD_SIZE;
    for (int at = 0; at < length; at += 4, out += 4 * 64) {
      const int queries = length - at < 4 ? length - at : 4;
      float inverse[4];
      weigh(query + (size_t)at * PANEL, queries, keys, length, padded, weights, inverse);
      __m512 low[4], high[4];
      UNROLL for (int q = 0; q < 4; q++) low[q] = high[q] = _mm512_setzero_ps();
      for (int t = 0; t < length; t++) {
        const __m512 left = _mm512_load_ps(value + t * PANEL), right = _mm512_load_ps(value + t * PANEL + 16);
        UNROLL for (int q = 0; q < 4; q++) {
          const __m512 weight = _mm512_set1_ps(weights[(size_t)q * padded + t]);
          low[q] = _mm512_fmadd_ps(weight, left, low[q]);
          high[q] = _mm512_fmadd_ps(weight, right, high[q]);
        }
      }
      UNROLL for (int q = 0; q < 4; q++) {
        if (q >= queries) break;
        const __m512 share = _mm512_set1_ps(inverse[q]);
        _mm_store_si128((__m128i *)(out + q * 64), quantize(_mm512_mul_ps(low[q], share), factorLow, zero));
        _mm_store_si128((__m128i *)(out + q * 64 + 16), quantize(_mm512_mul_ps(high[q], share), factorHigh, zero));
      }
    }
  }
}

/* ---- The whole ---- */

void packColumns(const Matrix *matrix, const int8_t *values, int first, int columns) {
  for (int row = 0; row < matrix->k; row++) {
    for (int i = 0; i < columns; i++) {
      const int column = first + i;
      int8_t *panel = matrix->packed + (size_t)(column / PANEL) * PANEL * matrix->k;
      panel[((size_t)(row / 4) * PANEL + column % PANEL) * 4 + row % 4] = values[(size_t)row * columns + i];
    }
  }
}

/** Where the next part of a buffer begins, on a line of the cache. */
static size_t take(size_t *used, size_t bytes) {
  const size_t at = *used;
  *used += (bytes + 63) / 64 * 64;
  return at;
}

int reserve(const Encoder *encoder, Workspace *space, int tokens, int longest) {
  // Whole blocks of rows are read and written, and keys are turned 16 at once.
  const int rows = roundUp(tokens, BLOCK) + BLOCK;
  space->panelStep = (size_t)rows * PANEL + 16;
  space->blockStep = (size_t)rows * 64 + 64;
  if (rows <= space->capacity && longest <= space->longest) return 1;
  const int capacity = roundUp(rows > space->capacity ? rows : space->capacity, 256);
  const int most = roundUp(longest > space->longest ? longest : space->longest, 64);
  const size_t panel = ((size_t)capacity * PANEL + 16) * sizeof(float), block = (size_t)capacity * 64 + 64;
  const size_t panels = (size_t)encoder->hidden / PANEL, blocks = (size_t)encoder->hidden / 64;
  size_t used = 0;
  const size_t x = take(&used, panels * panel), y = take(&used, panels * panel);
  const size_t attended = take(&used, panels * panel * 3), quantized = take(&used, blocks * block);
  const size_t context = take(&used, blocks * block), inner = take(&used, (size_t)encoder->inner / 64 * block);
  const size_t side = take(&used, (size_t)capacity * MAX_SIDE * sizeof(float));
  const size_t keys = take(&used, (size_t)most * HEAD_SIZE * sizeof(float));
  const size_t weights = take(&used, (size_t)most * 4 * sizeof(float));
  // Half blocks hold 32 columns where the others hold 64, and two numbers for one.
  const size_t halves = take(&used, blocks * 4 * block);
  char *memory = aligned_alloc(64, used);
  if (memory == NULL) return 0;
  memset(memory, 0, used);
  free(space->memory);
  *space = (Workspace){.capacity = capacity,
                       .longest = most,
                       .memory = memory,
                       .panelStep = space->panelStep,
                       .blockStep = space->blockStep,
                       .x = (float *)(memory + x),
                       .y = (float *)(memory + y),
                       .attend = (float *)(memory + attended),
                       .quantized = (uint8_t *)(memory + quantized),
                       .context = (uint8_t *)(memory + context),
                       .inner = (uint8_t *)(memory + inner),
                       .side = (float *)(memory + side),
                       .keys = (float *)(memory + keys),
                       .weights = (float *)(memory + weights),
                       .halves = (uint8_t *)(memory + halves)};
  return 1;
}

void readRows(const Encoder *encoder, const Arithmetic *arithmetic, Workspace *space, const int32_t *ids,
              const uint8_t *types, const int32_t *lengths, int rows, const int32_t *kept, int keptCount,
              float *const *outputs) {
  int tokens = 0;
  for (int row = 0; row < rows; row++) tokens += lengths[row];
  if (arithmetic->begin != NULL) arithmetic->begin();
  embed(encoder, space, ids, types, lengths, rows);
  normalize(encoder, space, &encoder->embeddings, space->y, space->x, tokens, &encoder->layer[0].x, space->quantized);
  for (int i = 0; i < encoder->layers; i++) {
    const Layer *layer = &encoder->layer[i];
    product(arithmetic, space, &layer->attend, space->quantized, tokens, &(Use){.result = space->attend});
    for (int row = 0, first = 0; row < rows; first += lengths[row++])
      attend(encoder, space, &layer->c, first, lengths[row]);
    product(arithmetic, space, &layer->out, space->context, tokens, &(Use){.result = space->y, .residual = space->x});
    normalize(encoder, space, &layer->attention, space->y, space->x, tokens, &layer->f, space->quantized);
    product(arithmetic, space, &layer->up, space->quantized, tokens,
            &(Use){.layer = layer, .inner = space->inner, .side = space->side});
    product(arithmetic, space, &layer->down, space->inner, tokens,
            &(Use){.result = space->y, .residual = space->x, .layer = layer, .side = space->side, .addSides = 1});
    const Quantizer *next = i + 1 < encoder->layers ? &encoder->layer[i + 1].x : NULL;
    normalize(encoder, space, &layer->output, space->y, space->x, tokens, next, space->quantized);
  }
  readHeads(encoder, arithmetic, space, kept, keptCount, outputs);
  if (arithmetic->end != NULL) arithmetic->end();
}
