/** Integer products with AMX tiles. */
#include <immintrin.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "kernel.h"

/** Linux gives tiles to a process that asks: arch_prctl(ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA). */
int amxAllowed(void) { return syscall(SYS_arch_prctl, 0x1023, 18) == 0; }

/**
 * Tiles 0 to 3: sums of 16 rows and 16 columns; 4 and 5: activations; 6 and 7: weights. In static memory, because gcc
 * does not know that the instruction reads all of it.
 */
static const struct {
  uint8_t palette, start, reserved[14];
  uint16_t bytes[16];
  uint8_t rows[16];
} shape __attribute__((aligned(64))) = {.palette = 1,
                                        .bytes = {64, 64, 64, 64, 64, 64, 64, 64},
                                        .rows = {16, 16, 16, 16, 16, 16, 16, 16}};

static void begin(void) { _tile_loadconfig(&shape); }

static void end(void) { _tile_release(); }

/** Rows past `count` are read and their sums written: buffers have room for whole blocks of 32. */
static void multiply(const Activation *from, int row, int count, const Matrix *matrix, int column, int32_t *sums) {
  const int slice = 64 * PANEL, k = matrix->k;
  const uint8_t *rows = from->values + (size_t)row * 64;
  const size_t step = from->blockStep;
  const int8_t *panel = matrix->packed + (size_t)column * k;
  if (count <= 16) {
    _tile_zero(0);
    _tile_zero(1);
    for (int at = 0; at < k; at += 64, rows += step, panel += slice) {
      _tile_loadd(4, rows, 64);
      _tile_loadd(6, panel, 128);
      _tile_loadd(7, panel + 64, 128);
      _tile_dpbusd(0, 4, 6);
      _tile_dpbusd(1, 4, 7);
    }
    _tile_stored(0, sums, PANEL * 4);
    _tile_stored(1, sums + 16, PANEL * 4);
    return;
  }
  _tile_zero(0);
  _tile_zero(1);
  _tile_zero(2);
  _tile_zero(3);
  for (int at = 0; at < k; at += 64, rows += step, panel += slice) {
    _tile_loadd(4, rows, 64);
    _tile_loadd(6, panel, 128);
    _tile_loadd(5, rows + 16 * 64, 64);
    _tile_loadd(7, panel + 64, 128);
    _tile_dpbusd(0, 4, 6);
    _tile_dpbusd(2, 5, 6);
    _tile_dpbusd(1, 4, 7);
    _tile_dpbusd(3, 5, 7);
  }
  _tile_stored(0, sums, PANEL * 4);
  _tile_stored(1, sums + 16, PANEL * 4);
  _tile_stored(2, sums + 16 * PANEL, PANEL * 4);
  _tile_stored(3, sums + 16 * PANEL + 16, PANEL * 4);
}

/** Where the rows lie that a panel's block of weights is for: after the first parts come the rests, and the first again. */
static inline const uint8_t *rowsOf(const uint8_t *halves, int block, int blocks) {
  return halves + (size_t)(block < blocks ? block : block - blocks) * HALVES_STEP;
}

/** Up to 16 columns alone: half of the work below. */
static void multiplyNarrow(const uint8_t *halves, int count, const HeadPanel *panel, int blocks, int products, float *to,
                           int step) {
  const uint8_t *weights = (const uint8_t *)panel->halves;
  _tile_loadd(0, panel->bias, 0);
  _tile_loadd(2, panel->bias, 0);
  for (int block = 0; block < products * blocks; block++, weights += 16 * 128) {
    const uint8_t *rows = rowsOf(halves, block, blocks);
    _tile_loadd(4, rows, 64);
    _tile_loadd(6, weights, 128);
    _tile_dpbf16ps(0, 4, 6);
    if (count <= 16) continue;
    _tile_loadd(5, rows + 16 * 64, 64);
    _tile_dpbf16ps(2, 5, 6);
  }
  _tile_stored(0, to, (size_t)step * 4);
  if (count > 16) _tile_stored(2, to + 16 * (size_t)step, (size_t)step * 4);
}

/** Rows past `count` are read and written as far as their tile goes. Sums begin with the bias, which each row gets. */
static void multiplyHalves(const uint8_t *halves, int count, const HeadPanel *panel, int blocks, int products, float *to,
                           int step) {
  if (panel->columns <= 16) {
    multiplyNarrow(halves, count, panel, blocks, products, to, step);
    return;
  }
  const uint8_t *weights = (const uint8_t *)panel->halves;
  const size_t row = (size_t)step * 4;
  _tile_loadd(0, panel->bias, 0);
  _tile_loadd(1, panel->bias + 16, 0);
  _tile_loadd(2, panel->bias, 0);
  _tile_loadd(3, panel->bias + 16, 0);
  for (int block = 0; block < products * blocks; block++, weights += 16 * 128) {
    const uint8_t *rows = rowsOf(halves, block, blocks);
    _tile_loadd(4, rows, 64);
    _tile_loadd(6, weights, 128);
    _tile_loadd(7, weights + 64, 128);
    _tile_dpbf16ps(0, 4, 6);
    _tile_dpbf16ps(1, 4, 7);
    if (count <= 16) continue;
    _tile_loadd(5, rows + 16 * 64, 64);
    _tile_dpbf16ps(2, 5, 6);
    _tile_dpbf16ps(3, 5, 7);
  }
  _tile_stored(0, to, row);
  _tile_stored(1, to + 16, row);
  if (count <= 16) return;
  _tile_stored(2, to + 16 * (size_t)step, row);
  _tile_stored(3, to + 16 * (size_t)step + 16, row);
}

const Arithmetic amxArithmetic = {.name = "amx-int8",
                                  .read = readRows16,
                                  .block = 32,
                                  .multiply = multiply,
                                  .multiplyHalves = multiplyHalves,
                                  .begin = begin,
                                  .end = end};
