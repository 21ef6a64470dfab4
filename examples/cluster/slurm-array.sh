#!/bin/sh
#SBATCH --job-name=glosa
#SBATCH --array=0-63
#SBATCH --cpus-per-task=2
#SBATCH --mem=1G
#SBATCH --requeue
# One task a part: sbatch [--array=0-N] slurm-array.sh reports.jsonl labels
set -eu
# Slurm runs a copy of this script; the folder of `sbatch` is where it lies, or SHARD names the other one.
export JOBS="${SLURM_CPUS_PER_TASK:-1}"
exec sh "${SHARD:-$SLURM_SUBMIT_DIR/label-shard.sh}" \
  "$((SLURM_ARRAY_TASK_ID - SLURM_ARRAY_TASK_MIN))" "$SLURM_ARRAY_TASK_COUNT" "$1" "$2"
