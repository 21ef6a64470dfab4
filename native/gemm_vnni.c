/** Integer products with AVX512-VNNI. */
#include <immintrin.h>

#include "kernel.h"

/** Without it gcc keeps the sums in memory. */
#define UNROLL _Pragma("GCC unroll 12")

/** Sums of COUNT rows, known at compile time so that all stay in registers. */
#define ROWS(COUNT)                                                                                              \
  static void rows##COUNT(const uint8_t *rows, size_t step, const int8_t *panel, int k, int32_t *sums) {         \
    __m512i low[COUNT], high[COUNT];                                                                             \
    UNROLL for (int r = 0; r < COUNT; r++) low[r] = high[r] = _mm512_setzero_si512();                            \
    for (int block = 0; block < k; block += 64, rows += step) {                                                  \
      for (int at = 0; at < 64; at += 4, panel += 4 * PANEL) {                                                   \
        const __m512i left = _mm512_load_si512(panel), right = _mm512_load_si512(panel + 64);                    \
        UNROLL for (int r = 0; r < COUNT; r++) {                                               \
          const __m512i four = _mm512_set1_epi32(*(const int32_t *)(rows + r * 64 + at));                        \
          low[r] = _mm512_dpbusd_epi32(low[r], four, left);                                                      \
          high[r] = _mm512_dpbusd_epi32(high[r], four, right);                                                   \
        }                                                                                                        \
      }                                                                                                          \
    }                                                                                                            \
    UNROLL for (int r = 0; r < COUNT; r++) {                                                                     \
      _mm512_store_si512(sums + r * PANEL, low[r]);                                                              \
      _mm512_store_si512(sums + r * PANEL + 16, high[r]);                                                        \
    }                                                                                                            \
  }

ROWS(1)
ROWS(2)
ROWS(4)
ROWS(8)
ROWS(12)

static void multiply(const Activation *from, int row, int count, const Matrix *matrix, int column, int32_t *sums) {
  static void (*const by[])(const uint8_t *, size_t, const int8_t *, int, int32_t *) = {rows12, rows8, rows4, rows2,
                                                                                       rows1};
  static const int sizes[] = {12, 8, 4, 2, 1};
  const uint8_t *rows = from->values + (size_t)row * 64;
  const int8_t *panel = matrix->packed + (size_t)column * matrix->k;
  for (int i = 0, done = 0; done < count;) {
    if (count - done < sizes[i]) {
      i++;
      continue;
    }
    by[i](rows + done * 64, from->blockStep, panel, matrix->k, sums + done * PANEL);
    done += sizes[i];
  }
}

const Arithmetic vnniArithmetic = {.name = "avx512-vnni", .read = readRows16, .block = 48, .multiply = multiply};
