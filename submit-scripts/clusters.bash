# What the scripts for clusters share; they source it. Beside submission.bash: options that all clusters know, refusal of
# paths that a cluster cannot see, exit codes of drivers that run there.
# shellcheck shell=bash
# shellcheck source=submission.bash
source "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/submission.bash"

default_files_shared=''  # whether a path without a scheme is on a file system that the cluster shares
shared=()                # folders that are mounted everywhere under the same path

# Some clusters need a part of Spark that not every installation has.
# $1: its name
require_spark_part() {
  [[ -n ${SPARK_HOME:-} ]] ||
    fail "SPARK_HOME: expected a Spark 4.1 for Scala 2.13 with jars/$1_2.13-*.jar, got none; the Spark of the build lacks it, so install one and set SPARK_HOME"
  check_spark_home "set SPARK_HOME to one"
  [[ -n $(find -L "$SPARK_HOME/jars" -maxdepth 1 -name "$1_2.13-*.jar" -print -quit) ]] ||
    fail "SPARK_HOME=$SPARK_HOME: expected jars/$1_2.13-*.jar, got none; use a Spark that was built with it, as those to download are"
}

# ---- Options before COMMAND ----

# Those that all clusters know, for their --help.
cluster_usage() {
  cat <<'EOF'
  --deploy-mode MODE       client (default): the driver runs here; cluster: it runs there
  --executor-memory SIZE   heap of an executor          } defaults: conf/spark-defaults-TARGET.conf;
  --executor-overhead SIZE what it has beside its heap  } operations.md says how much it takes
  --executor-cores N       tasks at a time in an executor
  --driver-memory SIZE     heap of the driver
  --driver-overhead SIZE   what it has beside its heap (cluster deploy mode)
  --jar URI                the job's jar, where the cluster has it already
  --shared DIR             a folder of this machine that all others see under the same path; repeatable
  --event-log DIR          write Spark's event log there
  --properties FILE        settings in place of conf/spark-defaults-TARGET.conf
  --secure                 authenticate and encrypt all that the application's processes send and leave on disks
  --conf KEY=VALUE         a setting of Spark; repeatable, wins
  --print                  print the command line and stop
EOF
}

# Those of every cluster, for its target_option.
cluster_option() {
  case $1 in
    --deploy-mode)
      [[ $2 == client || $2 == cluster ]] || fail "--deploy-mode: expected client or cluster, got '$2'; choose one"
      deploy_mode=$2
      ;;
    --executor-memory | --executor-cores) spark_options+=("$1" "$2") ;;
    --executor-overhead) spark_options+=(--conf "spark.executor.memoryOverhead=$2") ;;
    --driver-overhead) spark_options+=(--conf "spark.driver.memoryOverhead=$2") ;;
    --shared)
      [[ $2 == /* ]] || fail "--shared: expected an absolute path, got '$2'; begin it with /"
      shared+=("${2%/}")
      ;;
    *) return 1 ;;
  esac
}

# ---- Paths of the command ----

# Where the cluster's own configuration names a default file system, paths without a scheme are there.
find_default_files() {
  if grep -qs 'fs\.defaultFS' "${HADOOP_CONF_DIR:-/nowhere}/core-site.xml"; then
    default_files_shared=yes
  fi
}

# Whether only this machine has what $1 names.
only_here() {
  local path=$1 folder
  case $path in
    file:*)
      path=/${path#file:}
      while [[ $path == //* ]]; do path=${path#/}; done
      ;;
    [A-Za-z]*:/*) return 1 ;;
    *) [[ -z $default_files_shared ]] || return 1 ;;
  esac
  [[ /$path/ != */../* ]] || return 0
  for folder in "${shared[@]}"; do
    [[ $path != "$folder" && $path != "$folder"/* ]] || return 1
  done
}

# $1: what it is for, $2: the path
require_shared() {
  if only_here "$2"; then
    [[ $2 == /* || $2 == *:/* ]] || only_here "$PWD/$2" ||
      fail "$1: expected an absolute path, as it is on every machine, got '$2'; write $PWD/$2"
    fail "$1: expected a path that driver and executors share (hdfs://..., s3a://...), got '$2', which is on one machine; move it, or say --shared DIR before ${command[0]} if DIR is mounted under the same path everywhere"
  fi
}

# What the command reads and writes has to be seen by driver and executors alike: part of a model on each worker's own
# disk is no model. Commands without a pass over samples may write here while the driver is here.
check_paths() {
  local name value
  set -- "${command[@]:1}"
  while (($#)); do
    name=${1%%=*}
    value=${1#*=}
    if [[ $1 != *=* ]]; then
      value=${2:-}
    fi
    case $name in
      --master)
        fail "--master: expected before ${command[0]}, got among its arguments; this script has to know it"
        ;;
      --data | --test | --model | --state | --add | --holdout | --forget-data) require_shared "$name" "$value" ;;
      --output) [[ $deploy_mode == client && ${command[0]} == @(export|report) ]] || require_shared "$name" "$value" ;;
      --config) [[ $deploy_mode == client ]] || check_config "$value" ;;
      --set) [[ $value != checkpointDir=* ]] || require_shared checkpointDir "${value#checkpointDir=}" ;;
    esac
    if [[ $name == --state && $value =~ ^(s3a?|gs|abfss?|wasbs?|oss|cosn): ]]; then
      warn "--state $value: a store of objects need not tell which of two runs was first; let the scheduler forbid that two overlap"
    fi
    shift
  done
}

# A file of options is read where the driver runs, as a plain file. (YARN brings --files into the driver's folder.)
check_config() {
  local option
  if [[ $1 != */* ]]; then
    for option in "${spark_options[@]}"; do
      [[ $option != *"$1" ]] || return 0
    done
  fi
  default_files_shared='' only_here "$1" && fail "--config: expected a file that the driver can read where it runs, got '$1' of this machine; use --set, or a path below one that --shared names"
  return 0
}

# ---- The end of a driver that runs on the cluster ----

in_words() {
  case $1 in
    1) echo "1, a failure of which no more is known here" ;;
    137) echo "137: killed, as whoever takes more memory than its container has" ;;
    *) echo "$1" ;;
  esac
}

# In cluster deploy mode spark-submit ends with 0 or 1 whatever the command's exit code was. Its log says more:
# YARN and Kubernetes the code itself, standalone clusters whether it was 0.
follow() {
  local log code=0 said
  log=$(mktemp)
  # shellcheck disable=SC2064 # the file of now
  trap "rm -f '$log'" EXIT
  export EXTREMUM_LOG=${EXTREMUM_LOG:-info}
  { "${line[@]}" 2>&1 >&3 | tee "$log" >&2; } 3>&1 || code=$?
  said=$(sed -nE \
    -e 's/.*exited with status ([0-9]+).*/\1/p' \
    -e 's/.*exit code: ([0-9]+).*/\1/p' \
    -e 's/.*State of driver.* is (FAILED|ERROR|KILLED).*/1/p' "$log" | tail -n 1)
  if ((${said:-0} > 0)); then
    code=$said
  fi
  if ((code > 0)); then
    echo "error: ${command[0]}: expected exit code 0 of the driver, got $(in_words "$code"); its own error line is in its log on the cluster" >&2
  fi
  exit "$code"
}
