# What the scripts in this folder share; they source it. Finds Java, Spark and the job's jar, takes the options that
# stand before COMMAND, and submits.
# shellcheck shell=bash

readonly EXIT_USAGE=2
home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)

# What a script knows before it reads its arguments.
master=''                # URL for spark-submit
deploy_mode=client       # or cluster: where the driver runs

# What the arguments say.
print=''
job=''                   # the job's jar, where it is not the build's
properties=''            # of Spark
secure=''
command=()               # COMMAND and what follows it
spark_options=()         # for spark-submit
secure_options=()        # the same, of --secure
line=()                  # the whole command line, in the end

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

# What Spark and BLAS have to know where all tasks run in one process here.
export_for_one_process() {
  export SPARK_LOCAL_IP=${SPARK_LOCAL_IP:-127.0.0.1}
  # All tasks share this machine: a BLAS that starts threads of its own ruins them all.
  export OPENBLAS_NUM_THREADS=${OPENBLAS_NUM_THREADS:-1}
}

# Not by spark.driver.extraJavaOptions: that would hide what spark-defaults.conf sets.
export_logging_of_spark_submit() {
  export SPARK_SUBMIT_OPTS="${SPARK_SUBMIT_OPTS:-} \"-Dlog4j2.configurationFile=file:$home/conf/log4j2.properties\""
}

# ---- Options before COMMAND ----

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
      --secure)
        secure=yes
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

# ---- Security ----

# $1: the target
secure() {
  local key value
  while read -r key value; do
    [[ -z $key || $key == \#* ]] || secure_options+=(--conf "$key=$value")
  done < "$home/conf/spark-secure.conf"
  # Elsewhere Spark makes a secret for each application.
  [[ $1 != standalone ]] || require_secret
}

# It comes from a file: whoever lists the processes of a machine reads their arguments.
require_secret() {
  local file defaults=${SPARK_CONF_DIR:-${SPARK_HOME:-$home/target/spark}/conf}/spark-defaults.conf
  for file in "$properties" "$defaults"; do
    if grep -qsE '^[[:space:]]*spark\.authenticate\.secret[[:space:]=:]' "$file"; then
      [[ -z $(find -L "$file" -perm /077) ]] ||
        fail "--secure: expected a file that only its owner can read, got $file, which has a secret and which others can read; chmod 600 it"
      return
    fi
  done
  fail "--secure: expected spark.authenticate.secret, the one of the cluster, in $defaults or in the file of --properties, got none; submit-scripts/new-secret makes one"
}

# ---- Submission ----

# Fills `line`.
assemble() {
  local jar=${job:-$(job_jar)}
  jar=${jar:-$home/target/extremum-$(version)-job.jar}
  local submit=("${SPARK_HOME:=$home/target/spark}/bin/spark-submit")
  local arguments=(--class org.extremum.job.Main --master "$master" --deploy-mode "$deploy_mode"
    --properties-file "$properties" --load-spark-defaults
    "${secure_options[@]}" "${spark_options[@]}" "$jar" "${command[@]}")
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
  properties=${properties:-$home/conf/spark-defaults-$1.conf}
  [[ -r $properties ]] || fail "--properties: expected a file, got '$properties', which cannot be read; name another"
  [[ -z $secure ]] || secure "$1"
  if [[ -z $print && -z $job ]] || [[ -z ${SPARK_HOME:-} ]]; then
    build_if_needed
  fi
  export_logging_of_spark_submit
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
