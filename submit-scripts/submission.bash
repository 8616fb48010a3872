# What the scripts in this folder share; they source it. Finds Java, Spark and the job's jar, takes the options that
# stand before COMMAND, refuses paths that a cluster cannot see, and submits.
# shellcheck shell=bash

readonly EXIT_USAGE=2
home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)

# What a script knows before it reads its arguments.
master=''                # URL for spark-submit
deploy_mode=client       # or cluster: where the driver runs
default_files_shared=''  # whether a path without a scheme is on a file system that the cluster shares

# What the arguments say.
print=''
job=''                   # the job's jar, where it is not the build's
properties=''            # of Spark
command=()               # COMMAND and what follows it
spark_options=()         # for spark-submit
shared=()                # folders that are mounted everywhere under the same path

fail() {
  echo "error: $1" >&2
  exit "$EXIT_USAGE"
}

warn() {
  echo "warning: $1" >&2
}

# ---- What there is ----

job_jar() {
  find "$home/target" -maxdepth 1 -name 'extremum-*-job.jar' -print -quit 2> /dev/null || true
}

# That of the next build.
version() {
  sed -n 's:^  <version>\(.*\)</version>$:\1:p' "$home/pom.xml"
}

# The newest source decides whether the jars are up to date.
build_if_needed() {
  local jar
  jar=$(job_jar)
  if [[ -n $jar && -d $home/target/spark/jars ]] &&
    [[ -z $(find "$home/pom.xml" "$home/src/main" -newer "$jar" -print -quit) ]]; then
    return
  fi
  command -v mvn > /dev/null || fail "build: expected Maven (mvn) on the PATH, got none; install Maven 3.8 or newer"
  echo "building (once, and when sources change): mvn -q -B -DskipTests package" >&2
  (cd "$home" && mvn -q -B -DskipTests package >&2) ||
    fail "build: expected mvn package to succeed, got a failure (above); mend it and run again"
}

# A SPARK_HOME of another Spark or Scala fails in ways that nobody understands.
# $1: what to do about it
check_spark_home() {
  local core name
  core=$(find -L "$SPARK_HOME/jars" -maxdepth 1 -name 'spark-core_*.jar' -print -quit 2> /dev/null || true)
  [[ -n $core ]] ||
    fail "SPARK_HOME=$SPARK_HOME: expected Spark 4.1 for Scala 2.13, got no jars/spark-core_*.jar; $1"
  name=$(basename "$core" .jar)
  [[ $name == spark-core_2.13-4.1.* ]] ||
    fail "SPARK_HOME=$SPARK_HOME: expected Spark 4.1 for Scala 2.13, got ${name#spark-core_} (Scala-Spark); $1"
}

# Some clusters need a part of Spark that not every installation has.
# $1: its name
require_spark_part() {
  [[ -n ${SPARK_HOME:-} ]] ||
    fail "SPARK_HOME: expected a Spark 4.1 for Scala 2.13 with jars/$1_2.13-*.jar, got none; the Spark of the build lacks it, so install one and set SPARK_HOME"
  check_spark_home "set SPARK_HOME to one"
  [[ -n $(find -L "$SPARK_HOME/jars" -maxdepth 1 -name "$1_2.13-*.jar" -print -quit) ]] ||
    fail "SPARK_HOME=$SPARK_HOME: expected jars/$1_2.13-*.jar, got none; use a Spark that was built with it, as those to download are"
}

java_program() {
  local java=java
  [[ -z ${JAVA_HOME:-} ]] || java=$JAVA_HOME/bin/java
  command -v "$java" > /dev/null || fail "java: expected Java 17 or newer, got none; install it or set JAVA_HOME"
  echo "$java"
}

# Heap of a JVM that does everything: a quarter of the machine.
default_memory() {
  local kilobytes
  kilobytes=$(awk '/^MemTotal:/ {print $2}' /proc/meminfo 2> /dev/null || true)
  local megabytes=$((${kilobytes:-4194304} / 1024 / 4))
  echo "$((megabytes < 1024 ? 1024 : megabytes))m"
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
  --conf KEY=VALUE         a setting of Spark; repeatable, wins
  --print                  print the command line and stop
EOF
}

# Takes the options of all scripts; others go to the script's own target_option NAME VALUE, which fails for what it
# does not know either.
parse() {
  local name value
  while (($#)) && [[ $1 == -* ]]; do
    name=$1
    case $name in
      -h | --help)
        usage
        exit 0
        ;;
      --print)
        print=yes
        shift
        continue
        ;;
      --*=*)
        value=${name#*=}
        name=${name%%=*}
        shift
        ;;
      *)
        (($# > 1)) || fail "$name: expected a value or the name of an option before COMMAND, got the end; see --help"
        value=$2
        shift 2
        ;;
    esac
    common_option "$name" "$value" || target_option "$name" "$value" ||
      fail "$name: expected an option of this script, got another; options of the command follow its name (see --help)"
  done
  (($#)) || fail "command: expected one of train, evaluate, predict, inspect, retrain, export, report, got none; see --help"
  command=("$@")
}

common_option() {
  case $1 in
    --driver-memory) spark_options+=("$1" "$2") ;;
    --jar) job=$2 ;;
    --properties) properties=$2 ;;
    --event-log) event_log "$2" ;;
    --conf) setting "$2" ;;
    *) return 1 ;;
  esac
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

event_log() {
  spark_options+=(--conf spark.eventLog.enabled=true --conf "spark.eventLog.dir=$1")
}

# Whoever lists the processes of a machine reads their arguments.
setting() {
  local key=${1%%=*}
  [[ $1 == ?*=* ]] || fail "--conf: expected KEY=VALUE, got '$1'; see --help"
  case ${key,,} in
    *file | spark.kubernetes.*.secrets.* | spark.kubernetes.*.secretkeyref.*) ;;
    *secret* | *password* | *token* | *access.key* | *accesskey*)
      fail "--conf $key: expected a setting that all users of this machine may read, got a secret among the arguments; put it into a file that only you can read: a copy of conf/spark-defaults-*.conf, named by --properties"
      ;;
  esac
  spark_options+=(--conf "$1")
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

# ---- Submission ----

# The words of the command line, in the array `line`.
assemble() {
  local jar=${job:-$(job_jar)}
  jar=${jar:-$home/target/extremum-$(version)-job.jar}
  local submit=("${SPARK_HOME:=$home/target/spark}/bin/spark-submit")
  local arguments=(--class org.extremum.job.Main --master "$master" --deploy-mode "$deploy_mode"
    --properties-file "$properties" --load-spark-defaults
    "${spark_options[@]}" "$jar" "${command[@]}")
  export SPARK_HOME
  if [[ -x ${submit[0]} ]]; then
    line=("${submit[@]}" "${arguments[@]}")
  else
    launcher_line "${arguments[@]}"
  fi
}

# A folder of jars without scripts, such as the Spark of the build: as Spark's own script does.
launcher_line() {
  local java word words=()
  java=$(java_program)
  export SPARK_SCALA_VERSION=2.13
  while IFS= read -r -d '' word; do
    words+=("$word")
  done < <("$java" -cp "$SPARK_HOME/jars/*" org.apache.spark.launcher.Main org.apache.spark.deploy.SparkSubmit "$@")
  # The launcher prints an empty word and a line's end before the words of the command.
  while ((${#words[@]})) && [[ -z ${words[0]#$'\n'} ]]; do words=("${words[@]:1}"); done
  ((${#words[@]})) || fail "SPARK_HOME=$SPARK_HOME: expected jars that make a command line, got none; unset SPARK_HOME"
  words[0]=${words[0]#$'\n'}
  line=(env "SPARK_HOME=$SPARK_HOME" SPARK_SCALA_VERSION=2.13 "${words[@]}")
}

# $1: the target, whose settings these are
submit() {
  local line=()
  properties=${properties:-$home/conf/spark-defaults-$1.conf}
  [[ -r $properties ]] || fail "--properties: expected a file, got '$properties', which cannot be read; name another"
  if [[ -z $print && -z $job ]] || [[ -z ${SPARK_HOME:-} ]]; then
    build_if_needed
  fi
  # Not spark.driver.extraJavaOptions: that would hide what spark-defaults.conf sets.
  export SPARK_SUBMIT_OPTS="${SPARK_SUBMIT_OPTS:-} \"-Dlog4j2.configurationFile=file:$home/conf/log4j2.properties\""
  assemble
  if [[ -n $print ]]; then
    printf '%q ' "${line[@]}"
    echo
  elif [[ $deploy_mode == client ]]; then
    [[ ! -t 2 ]] || export EXTREMUM_TERMINAL=1
    exec "${line[@]}"
  else
    follow
  fi
}

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
