#!/bin/sh
#SBATCH --job-name=glosa
#SBATCH --array=0-63
#SBATCH --cpus-per-task=2
#SBATCH --mem=1G
#SBATCH --requeue
# One task a part: sbatch [--array=0-N] slurm-array.sh reports.jsonl labels [PARTS]
# PARTS (64) stays the same when tasks that failed are submitted again, such as --array=3,17; part 3 is always task 3.
set -eu
# Slurm runs a copy of this script; the folder of `sbatch` is where it lies, or SHARD names the other one.
export JOBS="${SLURM_CPUS_PER_TASK:-1}"
exec sh "${SHARD:-$SLURM_SUBMIT_DIR/label-shard.sh}" \
  "$SLURM_ARRAY_TASK_ID" "${3:-64}" "$1" "$2"
