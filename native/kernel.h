/**
 * Glosa's reader on a CPU with AVX512-VNNI or AMX: the encoder and the linear heads of a pack's CPU graph
 * (`docs/model-pack.md`), with the same numbers and the same roundings as its ONNX nodes, but fused, without padding
 * and for kept words alone. Nothing here knows Node; `node.c` does.
 */
#ifndef GLOSA_KERNEL_H
#define GLOSA_KERNEL_H

#include <stddef.h>
#include <stdint.h>

/** Columns that one panel of a packed matrix holds: two vectors of 16 32-bit sums. */
#define PANEL 32
/** Rows that are multiplied at once. */
#define BLOCK 32
/** A head's dimension: two vectors. The encoders that start from Glosa's have 12 of them. */
#define HEAD_SIZE 32
/** Most side channels of a layer. */
#define MAX_SIDE 16

/**
 * A matrix of int8 weights [k, n], packed for integer products: panel by panel of 32 columns, in it four rows at a time,
 * in them column by column the four weights. `multiplier` and `constant` [n] turn an integer sum into the float result,
 * with activation scale, zero point and bias in them.
 */
typedef struct {
  int k, n;
  int8_t *packed;
  float *multiplier;
  float *constant;
} Matrix;

/** How an activation becomes uint8: round(value * factor[i]) + zero, cut to 0..255. `factor` has smoothing in it. */
typedef struct {
  float *factor;
  int zero;
} Quantizer;

/** A layer normalization's scale and offset, [hidden] each. */
typedef struct {
  float *scale, *offset;
} Norm;

typedef struct {
  /** q, k and v side by side: [hidden, 3 * hidden]. */
  Matrix attend;
  Matrix out, up, down;
  Quantizer x, c, f, h;
  Norm attention, output;
  /** Channels of the inner layer that go past the integers, and their rows of `down`: [sides, hidden]. */
  int sides;
  int side[MAX_SIDE];
  float *sideRows;
} Layer;

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
  int layers, hidden, inner, heads;
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
 * Buffers of a run, grown as needed and kept. Floats [tokens, n] lie column panel by column panel, each [tokens, 32], and
 * uint8 activations [tokens, n] in blocks of 64 columns, each [tokens, 64]: what a product reads and writes follows
 * itself in memory. Panels and blocks are an odd number of cache lines apart, so that a token's do not fall on one set.
 */
typedef struct {
  int capacity, longest;
  void *memory;
  /** Of this run: floats from a panel to the next, bytes from a block to the next. */
  size_t panelStep, blockStep;
  float *x, *y, *attend;
  uint8_t *quantized, *context, *inner;
  float *side;
  float *keys, *weights;
  /** Kept tokens as two bfloat16 each: blocks of 32 columns [tokens, 32], all first parts before the rests. */
  uint8_t *halves;
} Workspace;

/**
 * Sums [count, 32] of at most 32 rows of uint8 activations with one panel of weights. `rows` is the first row in the
 * first block of 64 columns; rows are 64 bytes apart, blocks `step`.
 */
typedef void (*Multiply)(const uint8_t *rows, size_t step, int count, const int8_t *panel, int k, int32_t *sums);

/**
 * Sums [count, 32] of at most 32 rows of bfloat16 pairs, as `Workspace.halves` has them, with a panel's: the products of
 * the first parts, and of each first part with the other's rest. `blocks` are those of the first parts.
 */
typedef void (*MultiplyHalves)(const uint8_t *rows, size_t step, int count, const uint16_t *panel, int blocks,
                               float *sums);

typedef struct {
  const char *name;
  Multiply multiply;
  /** Null where heads are multiplied as floats. */
  MultiplyHalves multiplyHalves;
  /** Before and after the products of a run; may be null. */
  void (*begin)(void), (*end)(void);
} Arithmetic;

/** The fastest arithmetic of this machine whose name is `wanted`, or any where that is null; null where it has none. */
const Arithmetic *chooseArithmetic(const char *wanted);

extern const Arithmetic amxArithmetic, vnniArithmetic;

/** True where tiles may be used; asks the kernel for them. */
int amxAllowed(void);

/** Fits the tables of `encoder.c`; to be called before it is used. */
void prepareNumbers(void);

/** Makes room for `tokens` tokens of which one row has `longest`. False where memory lacks. */
int reserve(const Encoder *encoder, Workspace *space, int tokens, int longest);

/**
 * Reads rows of tokens one after another: `lengths` [rows] of them, ids and case types [tokens]. Writes each head's
 * result for the tokens in `kept` [keptCount], rising, to `outputs[head]` [keptCount, size]. Ids, types and lengths are
 * checked by the caller; `reserve` was called.
 */
void readRows(const Encoder *encoder, const Arithmetic *arithmetic, Workspace *space, const int32_t *ids,
              const uint8_t *types, const int32_t *lengths, int rows, const int32_t *kept, int keptCount,
              float *const *outputs);

/** The last part of `readRows`: the heads of the hidden states in `x`. */
void readHeads(const Encoder *encoder, const Arithmetic *arithmetic, const Workspace *space, const int32_t *kept,
               int keptCount, float *const *outputs);

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

#endif
