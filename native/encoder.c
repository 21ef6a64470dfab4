/** The encoder on rows of tokens; see `kernel.h`. Compiled for AVX512 and for AVX2 (`vectors.h`). */
#include <math.h>
#include <string.h>

#include "vectors.h"

/* ---- Products ---- */

/** What is made of a product's sums: floats by panels, [tokens, n]. */
typedef struct {
  float *result;
  /** Floats from one of its panels to the next. */
  size_t step;
  /** Added to the results, lies as they do; may be null. */
  const float *residual;
  /** GELU of the results. */
  int curved;
} Use;

/** Sums [count, 32] of rows from `row` on and a panel's columns from `column` on, restored and put where they are used. */
static void put(const Use *use, const Arithmetic *arithmetic, const Matrix *matrix, const Activation *from,
                const int32_t *sums, int row, int count, int column) {
  const size_t first = inPanels(use->step, column) + (size_t)row * PANEL;
  for (int part = 0; part < PANEL; part += LANES) {
    const Floats scale = load(matrix->scale + column + part), constant = load(matrix->bias + column + part);
    const Floats whole = load(matrix->sum + column + part);
    for (int r = 0; r < count; r++) {
      const int at = r * PANEL + part;
      const float zero = arithmetic->centred ? 0 : (float)from->zero[row + r];
      const Floats sum = lessTimes(ofIntegers(sums + at), all(zero), whole);
      Floats value = timesPlus(sum, times(scale, all(from->step[row + r])), constant);
      if (use->residual != NULL) value = plus(value, load(use->residual + first + at));
      store(use->result + first + at, use->curved ? gelu(value) : value);
    }
  }
}

/** Asks for a part of a panel of weights: what a layer holds does not stay in the second cache from run to run. */
static inline void fetch(const int8_t *panel, size_t bytes) {
  for (size_t at = 0; at < bytes; at += 64) _mm_prefetch((const char *)panel + at, _MM_HINT_T1);
}

/** Each panel of the weights is read once, and stays near while all rows are multiplied with it. */
static void product(const Arithmetic *arithmetic, const Matrix *matrix, const Activation *from, int tokens,
                    const Use *into) {
  int32_t sums[MAX_BLOCK * PANEL] __attribute__((aligned(64)));
  const int block = arithmetic->block;
  // Of the last layer there may be nothing to read.
  if (tokens == 0) return;
  const size_t panel = (size_t)matrix->k * PANEL, blocks = (size_t)((tokens + block - 1) / block);
  // The next panel comes in as many parts as there are blocks of rows.
  const size_t part = (panel / blocks + 63) / 64 * 64;
  for (int column = 0; column < matrix->n; column += PANEL) {
    const int8_t *next = matrix->packed + (size_t)(column / PANEL + 1) * panel, *end = next + panel;
    if (column + PANEL == matrix->n) end = next;
    for (int row = 0; row < tokens; row += block) {
      const int count = tokens - row < block ? tokens - row : block;
      fetch(next, next + part < end ? part : (size_t)(end - next));
      next = next + part < end ? next + part : end;
      arithmetic->multiply(from, row, count, matrix, column, sums);
      put(into, arithmetic, matrix, from, sums, row, count, column);
    }
  }
}

/* ---- Activations ---- */

/** A token's floats, in panels that are `step` apart, as uint8; `low` and `high` hold their bounds, 0 among them. */
static void write(const Arithmetic *arithmetic, const float *from, size_t step, int columns, Floats low, Floats high,
                  const Activation *to, int token) {
  const float least = -greatest(minus(none(), low)), wide = (greatest(high) - least) / 255;
  const float level = wide > 1e-8f ? wide : 1e-8f;
  const int zero = (int)nearbyintf(-least * (1 / level));
  to->step[token] = level;
  to->zero[token] = zero;
  to->less[token] = (int32_t)((uint32_t)(uint16_t)-zero * 0x10001u);
  const Floats factor = all(1 / level);
  for (int i = 0; i < columns; i += PANEL) {
    uint8_t *bytes = to->values + (size_t)(i / 64) * to->blockStep + (size_t)token * 64 + i % 64;
    quantize(from + inPanels(step, i), factor, zero, bytes);
    if (arithmetic->centred) to->norm[(size_t)(i / STRETCH) * to->normStep + (size_t)token] = normOf(bytes, zero);
  }
}

/** Tokens of floats as activations. */
static void quantizeRows(const Arithmetic *arithmetic, const float *from, size_t step, int columns, int tokens,
                         const Activation *to) {
  for (int t = 0; t < tokens; t++, from += PANEL) {
    Floats low = none(), high = none();
    for (int i = 0; i < columns; i += PANEL) {
      UNROLL for (int part = 0; part < PANEL; part += LANES) {
        const Floats value = load(from + inPanels(step, i) + part);
        low = lesser(low, value);
        high = greater(high, value);
      }
    }
    write(arithmetic, from, step, columns, low, high, to, t);
  }
}

/* ---- Parts of a layer ---- */

/** Normalizes tokens of `from` into `to`, and makes activations of them where `into` is given. */
static void normalize(const Encoder *encoder, const Arithmetic *arithmetic, size_t step, const Norm *norm,
                      const float *from, float *to, int tokens, const Activation *into) {
  const int hidden = encoder->hidden;
  for (int t = 0; t < tokens; t++, from += PANEL, to += PANEL) {
    Floats sum = none();
    for (int i = 0; i < hidden; i += LANES) sum = plus(sum, load(from + inPanels(step, i)));
    const Floats mean = all(total(sum) / (float)hidden);
    Floats squares = none();
    for (int i = 0; i < hidden; i += LANES) {
      const Floats off = minus(load(from + inPanels(step, i)), mean);
      squares = timesPlus(off, off, squares);
    }
    const Floats inverse = all(1.0f / sqrtf(total(squares) / (float)hidden + encoder->epsilon));
    Floats low = none(), high = none();
    for (int i = 0; i < hidden; i += LANES) {
      const Floats off = times(minus(load(from + inPanels(step, i)), mean), inverse);
      const Floats value = timesPlus(off, load(norm->scale + i), load(norm->offset + i));
      low = lesser(low, value);
      high = greater(high, value);
      store(to + inPanels(step, i), value);
    }
    if (into != NULL) write(arithmetic, to, step, hidden, low, high, into, t);
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
      const Floats scale = all(encoder->wordScale[*ids]);
      const float *type = encoder->typeTable + (size_t)*types * hidden;
      const float *position = encoder->positionTable + (size_t)at * hidden;
      for (int i = 0; i < hidden; i += LANES) {
        const Floats typed = plus(times(ofBytes(word + i), scale), load(type + i));
        store(out + inPanels(space->panelStep, i), plus(typed, load(position + i)));
      }
    }
  }
}

/** Of up to four queries: e^(score - greatest score) for all keys, [4, padded]; gives the inverses of the sums. */
static void weigh(const float *query, int queries, const float *keys, int length, int padded, float *weights,
                  float *inverse) {
  for (int at = 0; at < padded; at += LANES) {
    Floats sum[4] = {none(), none(), none(), none()};
    for (int d = 0; d < HEAD_SIZE; d++) {
      const Floats key = load(keys + (size_t)d * padded + at);
      UNROLL for (int q = 0; q < 4; q++) sum[q] = timesPlus(all(query[q * PANEL + d]), key, sum[q]);
    }
    UNROLL for (int q = 0; q < 4; q++) store(weights + (size_t)q * padded + at, sum[q]);
  }
  const Floats nothing = all(-1e30f);
  for (int q = 0; q < queries; q++) {
    float *own = weights + (size_t)q * padded, *last = own + padded - LANES;
    store(last, firstOf(length - (padded - LANES), load(last), nothing));
    Floats best = nothing;
    for (int at = 0; at < padded; at += LANES) best = greater(best, load(own + at));
    const Floats most = all(greatest(best));
    Floats sum = none();
    for (int at = 0; at < padded; at += LANES) {
      const Floats weight = exponential(minus(load(own + at), most));
      sum = plus(sum, weight);
      store(own + at, weight);
    }
    // Padding has e^-87 each: nothing beside the greatest's 1.
    inverse[q] = 1.0f / total(sum);
  }
}

/** Queries whose sums stay in registers: 4 of 32 columns with 32 registers, 2 with 16. */
#define TOGETHER (LANES / 4)
#define PARTS (PANEL / LANES)

/** Values weighed and summed for up to TOGETHER queries of a row, into their panel. */
static void gather(const float *weights, const float *inverse, const float *value, int queries, int length, int padded,
                   float *out) {
  Floats sum[TOGETHER][PARTS];
  UNROLL for (int q = 0; q < TOGETHER; q++) UNROLL for (int p = 0; p < PARTS; p++) sum[q][p] = none();
  for (int t = 0; t < length; t++, value += PANEL) {
    UNROLL for (int q = 0; q < TOGETHER; q++) {
      const Floats weight = all(weights[(size_t)q * padded + t]);
      UNROLL for (int p = 0; p < PARTS; p++) sum[q][p] = timesPlus(weight, load(value + p * LANES), sum[q][p]);
    }
  }
  UNROLL for (int q = 0; q < TOGETHER; q++) {
    if (q >= queries) break;
    UNROLL for (int p = 0; p < PARTS; p++) store(out + q * PANEL + p * LANES, times(sum[q][p], all(inverse[q])));
  }
}

/** The tokens of a row whose states are wanted: `places` [count], or the whole row where that is null. */
typedef struct {
  const int32_t *places;
  int count;
} Wanted;

/** One row's attention, head by head, for its wanted tokens, into `y` from token `to` on. Buffers reach past the last. */
static void attend(const Encoder *encoder, const Workspace *space, int first, int length, Wanted wanted, int to) {
  const int padded = (length + LANES - 1) / LANES * LANES;
  float *keys = space->keys, *weights = space->weights;
  float queries[4 * PANEL] __attribute__((aligned(64))) = {0};
  for (int head = 0; head < encoder->heads; head++) {
    const float *query = space->attend + (size_t)head * space->panelStep;
    const float *key = query + (size_t)encoder->heads * space->panelStep + (size_t)first * PANEL;
    const float *value = key + (size_t)encoder->heads * space->panelStep;
    for (int at = 0; at < padded; at += LANES)
      for (int d = 0; d < HEAD_SIZE; d += LANES)
        transpose(key + (size_t)at * PANEL + d, keys + (size_t)d * padded + at, (size_t)padded);
    for (int at = 0; at < wanted.count; at += 4) {
      const int count = wanted.count - at < 4 ? wanted.count - at : 4;
      float inverse[4], *out = space->y + (size_t)head * space->panelStep + (size_t)(to + at) * PANEL;
      for (int q = 0; q < count; q++) {
        const int place = wanted.places == NULL ? first + at + q : wanted.places[at + q];
        memcpy(queries + q * PANEL, query + (size_t)place * PANEL, PANEL * sizeof(float));
      }
      weigh(queries, count, keys, length, padded, weights, inverse);
      for (int q = 0; q < count; q += TOGETHER)
        gather(weights + (size_t)q * padded, inverse + q, value, count - q, length, padded, out + q * PANEL);
    }
  }
}

/** All rows' attention. Of the last layer only the kept tokens are wanted, one after another. */
static void attendAll(const Encoder *encoder, const Workspace *space, const int32_t *lengths, int rows,
                      const int32_t *kept, int keptCount) {
  int first = 0, done = 0;
  for (int row = 0; row < rows; first += lengths[row++]) {
    Wanted wanted = {NULL, lengths[row]};
    if (kept != NULL) {
      wanted = (Wanted){kept + done, 0};
      while (done + wanted.count < keptCount && wanted.places[wanted.count] < first + lengths[row]) wanted.count++;
    }
    attend(encoder, space, first, lengths[row], wanted, kept == NULL ? first : done);
    done += wanted.count;
  }
}

/** Moves the kept tokens of `x` to its beginning. */
static void keep(const Encoder *encoder, const Workspace *space, const int32_t *kept, int keptCount) {
  for (int column = 0; column < encoder->hidden; column += PANEL) {
    float *panel = space->x + inPanels(space->panelStep, column);
    for (int i = 0; i < keptCount; i++)
      memmove(panel + (size_t)i * PANEL, panel + (size_t)kept[i] * PANEL, PANEL * sizeof(float));
  }
}

/** The two products between which a layer is widest, some tokens at a time: their floats stay near. */
static void feed(const Arithmetic *arithmetic, const Workspace *space, const Layer *layer, int tokens) {
  for (int first = 0; first < tokens; first += CHUNK) {
    const int count = tokens - first < CHUNK ? tokens - first : CHUNK;
    Activation from = space->hidden;
    from.values += (size_t)first * 64;
    from.step += first;
    from.zero += first;
    from.less += first;
    from.norm += first;
    const size_t place = (size_t)first * PANEL;
    product(arithmetic, &layer->up, &from, count, &(Use){.result = space->wide, .step = WIDE_STEP, .curved = 1});
    quantizeRows(arithmetic, space->wide, WIDE_STEP, layer->up.n, count, &space->inner);
    product(arithmetic, &layer->down, &space->inner, count,
            &(Use){.result = space->y + place, .step = space->panelStep, .residual = space->x + place});
  }
}

/* ---- The whole ---- */

void WIDE(readRows)(const Encoder *encoder, const Arithmetic *arithmetic, const Workspace *space, const int32_t *ids,
                    const uint8_t *types, const int32_t *lengths, int rows, const int32_t *kept, int keptCount,
                    float *const *outputs) {
  const size_t step = space->panelStep;
  int tokens = 0;
  for (int row = 0; row < rows; row++) tokens += lengths[row];
  if (arithmetic->begin != NULL) arithmetic->begin();
  embed(encoder, space, ids, types, lengths, rows);
  normalize(encoder, arithmetic, step, &encoder->embeddings, space->y, space->x, tokens, &space->hidden);
  for (int i = 0; i < encoder->layers; i++) {
    const Layer *layer = &encoder->layer[i];
    const int last = i + 1 == encoder->layers;
    product(arithmetic, &layer->attend, &space->hidden, tokens, &(Use){.result = space->attend, .step = step});
    attendAll(encoder, space, lengths, rows, last ? kept : NULL, keptCount);
    if (last) {
      keep(encoder, space, kept, keptCount);
      tokens = keptCount;
    }
    quantizeRows(arithmetic, space->y, step, encoder->hidden, tokens, &space->hidden);
    product(arithmetic, &layer->out, &space->hidden, tokens,
            &(Use){.result = space->y, .step = step, .residual = space->x});
    normalize(encoder, arithmetic, step, &layer->attention, space->y, space->x, tokens, &space->hidden);
    feed(arithmetic, space, layer, tokens);
    normalize(encoder, arithmetic, step, &layer->output, space->y, space->x, tokens, last ? NULL : &space->hidden);
  }
  WIDE(readHeads)(encoder, arithmetic, space, keptCount, outputs);
  if (arithmetic->end != NULL) arithmetic->end();
}
