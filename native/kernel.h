/**
 * Glosa's reader on a CPU with AVX2 or more: the encoder and the linear heads of a pack's CPU graph
 * (`docs/model-pack.md`), with the same numbers and the same roundings as its ONNX nodes (but for wide heads with
 * tiles: `heads.c`), fused, without padding and for kept words alone. Nothing here knows Node; `node.c` does.
 */
#ifndef GLOSA_KERNEL_H
#define GLOSA_KERNEL_H

#include <stddef.h>
#include <stdint.h>

/** Columns that one panel of a packed matrix holds: vectors of 32-bit sums. */
#define PANEL 32
/** Most rows that an arithmetic multiplies at once. */
#define MAX_BLOCK 48
/** Tokens that go through the wide part of a layer together, and the floats from a panel of theirs to the next. */
#define CHUNK 96
#define WIDE_STEP ((size_t)(CHUNK + MAX_BLOCK) * PANEL + 16)
/** Tokens that go through the heads together as bfloat16, and the bytes from a block of theirs to the next. */
#define HALVED 32
#define HALVES_STEP (HALVED * 64)
/** A head's dimension. The encoders that start from Glosa's have 12 of them. */
#define HEAD_SIZE 32
/** Columns of activations that are added up in 16 bits. */
#define STRETCH 32
/** Greatest weight: two of them times uint8 are added within 16 bits (`gemm_avx2.c`). */
#define MOST_WEIGHT 63

/**
 * A matrix of int8 weights [k, n], packed for integer products: panel by panel of 32 columns, in it four rows at a time,
 * in them column by column the four weights. A column's weight is its integer times `scale`; `sum` is that of its
 * integers. All of [n].
 */
typedef struct {
  int k, n;
  int8_t *packed;
  float *scale, *sum, *bias;
  /**
   * For products that add up in 16 bits (`gemm_avx2.c`), of each panel and each STRETCH of k: sums of a column's first and
   * second pairs of weights in turn, [panels, k / STRETCH, 32, 2], and what the greatest norm of such weights has of 2^15,
   * [panels, k / STRETCH]: times an activation's norm it is 1 at most where no sum of pairs leaves 16 bits.
   */
  int16_t *pairSums;
  float *reach;
} Matrix;

/** A layer normalization's scale and offset, [hidden] each. */
typedef struct {
  float *scale, *offset;
} Norm;

typedef struct {
  /** q, k and v side by side: [hidden, 3 * hidden]. */
  Matrix attend;
  Matrix out, up, down;
  Norm attention, output;
} Layer;

/**
 * Tokens as uint8: a value is (integer - zero) * step, with both of its token. In blocks of 64 columns, each
 * [tokens, 64], `blockStep` bytes apart.
 */
typedef struct {
  uint8_t *values;
  size_t blockStep;
  float *step;
  int32_t *zero;
  /** -zero as two numbers of 16 bits. */
  int32_t *less;
  /**
   * Norm of (integer - zero) over a token's first pairs of each four columns of a STRETCH, or over its second ones,
   * whichever is more: [n / STRETCH, tokens], `normStep` apart. For centred products alone.
   */
  float *norm;
  size_t normStep;
} Activation;

/** Up to 32 columns of a head, float. */
typedef struct {
  int head, column, columns;
  /** [hidden, 32]; what is past `columns` is 0. */
  float *weights;
  float bias[PANEL];
  /**
   * The same for tiles of bfloat16, two numbers for one: what bfloat16 holds of the weights, what it holds of the rest,
   * and the first again, each [hidden / 32, 16 pairs of rows, 32 columns, 2]. Null where tiles cannot multiply them.
   */
  uint16_t *halves;
} HeadPanel;

typedef struct {
  /** `widest`: columns of the widest of the layers' `up`. */
  int layers, hidden, widest, heads;
  int words, positions, types;
  float epsilon;
  int8_t *wordTable;
  float *wordScale, *positionTable, *typeTable;
  Norm embeddings;
  Layer *layer;
  /** Heads: each begins a panel of 32 columns. */
  int outputs, headPanels;
  int *outputSize;
  HeadPanel *headPanel;
} Encoder;

/**
 * Buffers of a run, grown as needed and kept. Floats [tokens, n] lie column panel by column panel, each [tokens, 32]: what
 * a product reads and writes follows itself in memory. Panels and blocks are an odd number of cache lines apart, so that
 * a token's do not fall on one set.
 */
typedef struct {
  int capacity, longest;
  void *memory;
  /** Of this run: floats from a panel to the next. */
  size_t panelStep;
  float *x, *y, *attend;
  /** Of CHUNK tokens. */
  float *wide;
  Activation hidden, inner;
  float *keys, *weights;
  /** HALVED tokens as two bfloat16 each: blocks of 32 columns [HALVED, 32], all first parts before the rests. */
  uint8_t *halves;
} Workspace;

/**
 * Sums [count, 32] of at most `block` tokens from `row` on with the panel of a matrix that begins with `column`: of the
 * integers, or of what they are above their zero where the arithmetic is `centred`.
 */
typedef void (*Multiply)(const Activation *from, int row, int count, const Matrix *matrix, int column, int32_t *sums);

/**
 * Products of `count` rows of bfloat16, as `Workspace.halves` has them, with a panel, and its bias: to `to`, where the next
 * row is `step` floats on. `blocks` are those of the first parts; `products` is 1 for these alone, or 3 for those of each
 * first part with the other's rest too. Whole tiles of 16 rows and 16 columns are written.
 */
typedef void (*MultiplyHalves)(const uint8_t *halves, int count, const HeadPanel *panel, int blocks, int products,
                               float *to, int step);

typedef struct Arithmetic Arithmetic;

/**
 * Reads rows of tokens one after another: `lengths` [rows] of them, ids and case types [tokens]. Writes each head's
 * result for the tokens in `kept` [keptCount], rising, to `outputs[head]` [keptCount, size]. Ids, types and lengths are
 * checked by the caller; `reserve` was called.
 */
typedef void ReadRows(const Encoder *encoder, const Arithmetic *arithmetic, const Workspace *space, const int32_t *ids,
                      const uint8_t *types, const int32_t *lengths, int rows, const int32_t *kept, int keptCount,
                      float *const *outputs);

/** The last part of `ReadRows`: the heads of the first `tokens` states in `x`. */
typedef void ReadHeads(const Encoder *encoder, const Arithmetic *arithmetic, const Workspace *space, int tokens,
                       float *const *outputs);

struct Arithmetic {
  const char *name;
  /** Numbers by 16 or by 8. */
  ReadRows *read;
  /** Rows that are multiplied at once. */
  int block;
  int centred;
  Multiply multiply;
  /** Null where heads are multiplied as floats. */
  MultiplyHalves multiplyHalves;
  /** Before and after the products of a run; may be null. */
  void (*begin)(void), (*end)(void);
};

ReadRows readRows16, readRows8;
ReadHeads readHeads16, readHeads8;

/** The fastest arithmetic of this machine whose name is `wanted`, or any where that is null; null where it has none. */
const Arithmetic *chooseArithmetic(const char *wanted);

extern const Arithmetic amxArithmetic, vnniArithmetic, avxVnniArithmetic, avx2Arithmetic;

/** True where tiles may be used; asks the kernel for them. */
int amxAllowed(void);

/** Makes room for `tokens` tokens of which one row has `longest`. False where memory lacks. */
int reserve(const Encoder *encoder, Workspace *space, int tokens, int longest);

/**
 * Product of each of `count` rows (of the first ones, where `rows` is null) with a vector [dimension], and its bias: to
 * `out` [count]. A row is `dimension` weights and the bias. Adds in the order of `LinearRows` in `server/src/engine/decode`, to the same last digit. For AVX2.
 */
void multiplyRows(const float *weights, int dimension, const int32_t *rows, int count, const double *vector, double *out);

/** Most columns of a SpanLayer. */
#define MOST_SPAN_COLUMNS 1024

/**
 * What spans are scored by, as `SpanScores` in `server/src/engine/decode` has it: `context` [columns], `widths` [widthRows,
 * columns] by the number of a span's words, and `rows` of `columns` weights and a bias.
 */
typedef struct {
  int columns, widthRows, rows;
  const float *context, *widths, *weights;
} SpanLayer;

/**
 * Scores [count, rows] of spans, whose first and end words are `bounds` [count, 2]. `parts` are those of the sentence's
 * `words`, `size` floats apart: first, last and inside, `columns` each. The same as in JavaScript, to the last digit. For
 * AVX2.
 */
void scoreSpans(const SpanLayer *layer, const float *parts, int size, int words, const int32_t *bounds, int count,
                double *out);

/** Whole numbers of a pair: first and end word of its head, of its tail, its kind, its row of distances. */
#define PAIR_NUMBERS 6

/**
 * What pairs of spans are scored by, as `RelationFinder` in `server/src/engine/decode` has it: `columns` are a multiple of
 * eight; `pair` [kinds, columns], `distance` [rows, columns], and for each kind `columns` weights and a bias.
 */
typedef struct {
  int columns;
  const float *pair, *distance, *weights;
} PairLayer;

/**
 * Scores [count] of pairs [count, PAIR_NUMBERS]. `parts` are those of the sentence's words, `size` floats apart: head, tail
 * and between, `columns` each. The same as in JavaScript, to the last digit. For AVX2.
 */
void scorePairs(const PairLayer *layer, const float *parts, int size, const int32_t *pairs, int count, double *out);

/** The nearest bfloat16. */
static inline uint16_t toHalf(float value) {
  union {
    float number;
    uint32_t bits;
  } all = {value};
  return (uint16_t)((all.bits + 0x7fff + (all.bits >> 16 & 1)) >> 16);
}

static inline float ofHalf(uint16_t half) {
  union {
    uint32_t bits;
    float number;
  } all = {(uint32_t)half << 16};
  return all.number;
}

/** Packs weights [k, n] into `matrix->packed` from column `first` on; rows are the integers' own. */
void packColumns(const Matrix *matrix, const int8_t *values, int first, int columns);

/** Fills `pairSums` and `reach` of a packed matrix. */
void sumPairs(const Matrix *matrix);

#endif
