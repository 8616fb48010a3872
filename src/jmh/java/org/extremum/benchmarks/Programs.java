package org.extremum.benchmarks;

import static org.extremum.benchmarks.Program.form;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * All programs in the order of the document, with what they take: minutes as they were measured on
 * two idle cores, or counted from the parts of like programs.
 */
final class Programs {
  private static final String HEAP = "10g";
  private static final Set<Need> NOTHING = Set.of();
  private static final Set<Need> MNIST = Set.of(Need.MNIST);

  private Programs() {}

  static List<Program> all() {
    List<Program> all = new ArrayList<>();
    parts(all);
    mnist(all);
    sizes(all);
    folds(all);
    peers(all);
    costs(all);
    resistance(all);
    rest(all);
    return Collections.unmodifiableList(all);
  }

  private static void parts(List<Program> all) {
    add(
        all,
        "jmh",
        Microbenchmarks.class,
        form(
            0.5,
            "-wi 1 -w 1 -i 2 -r 1 -p width=1000"
                + " MomentsBenchmark|ScoringBenchmark.(score|row)$|SolveBenchmark"),
        form(8, ""));
    String alone = "section=activations ";
    add(
        all,
        "activations",
        Microbenchmarks.class,
        form(0.3, alone + "-wi 1 -w 1 -i 1 -r 1 ActivationBenchmark"),
        form(0.6, alone + "ActivationBenchmark"));
  }

  private static void mnist(List<Program> all) {
    String of60k = "mnist=$mnist samples=60000";
    mnist(all, "mnist-60000", null, form(3, of60k));
    mnist(
        all,
        "mnist-10000",
        form(0.6, "mnist=$mnist samples=10000 hiddenLayers=1000"),
        form(1.5, "mnist=$mnist samples=10000"));
    mnist(all, "mnist-fixed", null, form(2.5, of60k + " gamma=0.6 regParam=3e-3"));
    mnist(all, "mnist-auto", null, form(3, of60k + " gamma=auto regParam=auto"));
    String logistic = " polarization=logistic gamma=0.632 regParam=0.003";
    mnist(
        all,
        "mnist-logistic",
        form(0.5, "mnist=$mnist samples=5000 hiddenLayers=300" + logistic),
        form(3, of60k + logistic));
    String wide = " polarization=logistic gamma=0.3 regParam=0.001 hiddenLayers=8000 repeats=1";
    mnist(all, "mnist-logistic-8000", null, form(4, of60k + wide));
    mnist(all, "fine-tuning-0", null, form(1, of60k + " hiddenLayers=1000 fineTuning=0"));
    mnist(all, "fine-tuning-20", null, form(4, of60k + " hiddenLayers=1000 fineTuning=20"));
    add(
        all,
        "numpy-floor",
        NumpyFloor.class,
        HEAP,
        List.of("numpy-floor"),
        Set.of(Need.NUMPY),
        form(0.6, "mnist=$mnist samples=10000 hiddenLayers=1000 repeats=2"),
        form(6, "mnist=$mnist samples=60000"));
    onMnist(all, "nightly-mnist", NightlyMnist.class, null, form(4, "mnist=$mnist"));
  }

  /** The benchmark of MNIST; its section is its name. */
  private static void mnist(List<Program> all, String name, Program.Form small, Program.Form full) {
    add(
        all,
        name,
        MnistBenchmark.class,
        HEAP,
        List.of(name),
        MNIST,
        small == null ? null : inSection(name, small),
        inSection(name, full));
  }

  private static Program.Form inSection(String name, Program.Form form) {
    List<String> arguments = new ArrayList<>(form.arguments());
    arguments.add("section=" + name);
    return new Program.Form(form.minutes(), arguments);
  }

  private static void sizes(List<Program> all) {
    add(
        all,
        "exact-rounds",
        ExactRounds.class,
        form(0.4, "perEssence=1 hiddenLayers=2000"),
        form(2, ""));
    add(
        all,
        "large-layer-10000",
        LargeLayer.class,
        form(0.4, "width=3000 samples=2000 section=large-layer-10000"),
        form(1.5, ""));
    add(
        all,
        "large-layer-refused",
        LargeLayer.class,
        "6g",
        List.of("large-layer-refused"),
        NOTHING,
        form(0.2, "width=16000 section=large-layer-refused"),
        form(0.2, "width=16000 section=large-layer-refused"));
    add(
        all,
        "large-layer-16000",
        LargeLayer.class,
        "12g",
        List.of("large-layer-16000"),
        Set.of(Need.LARGE_MEMORY),
        null,
        form(5, "width=16000 samples=2000"));
    add(
        all,
        "scaling",
        Scaling.class,
        HEAP,
        List.of("scaling-executors", "scaling-sizes", "scaling-model"),
        NOTHING,
        form(0.6, "width=500 samples=20000 repeats=1 grids=false"),
        form(6, "picture=$pictures/scaling.svg"));
  }

  private static void folds(List<Program> all) {
    fiveFold(all, "iris", "0.3", form(0.4, "hiddenLayers=200 grid=1e-2,1,100"));
    fiveFold(all, "breast_cancer", "0.6", null);
    fiveFold(all, "digits", "0.8", null);
  }

  private static void fiveFold(List<Program> all, String data, String noise, Program.Form small) {
    String given = "data=data/" + data + ".csv noise=" + noise;
    add(
        all,
        "five-fold-" + data,
        FiveFold.class,
        small == null
            ? null
            : form(small.minutes(), given + " " + String.join(" ", small.arguments())),
        form(6, given));
  }

  private static void peers(List<Program> all) {
    String own = "ours=defaults|auto:gamma=auto;regParam=auto|logistic:polarization=logistic ";
    String tuned = "ours,ridge-tuned,mlpc,mlpc-tuned,lr,lr-tuned,rf,rf-tuned,xgb,xgb-tuned";
    add(
        all,
        "peers",
        Peers.class,
        HEAP,
        List.of("peers-iris", "peers-breast_cancer", "peers-digits"),
        NOTHING,
        form(0.9, "data=iris,breast_cancer,digits folds=1 inner=1 quick=true methods=ours,mlpc,rf"),
        form(
            20,
            "data=iris,breast_cancer,digits inner=1 "
                + own
                + "methods="
                + tuned
                + ",gbt,svc without=iris:svc,digits:gbt,digits:svc"));
    for (int samples : new int[] {10_000, 60_000}) {
      boolean few = samples == 10_000;
      String ways = few ? "" : "ours=logistic:polarization=logistic|defaults ";
      String given = "data=mnist mnist=$mnist samples=" + samples + " inner=1 " + ways + "methods=";
      onMnist(
          all,
          "peers-mnist-" + samples,
          Peers.class,
          few ? form(0.7, given + "ours,mlpc tests=2000 hiddenLayers=1000") : null,
          form(few ? 50 : 90, given + tuned));
    }
  }

  private static void costs(List<Program> all) {
    add(
        all,
        "footprint-digits",
        Footprint.class,
        form(0.9, "methods=ours,mlpc rows=5000 ours=defaults"),
        form(3, ""));
    onMnist(
        all,
        "footprint-mnist",
        Footprint.class,
        null,
        form(
            26,
            "data=mnist mnist=$mnist samples=60000 ours=4000_neurons:hiddenLayers=4000|"
                + "2000_neurons:hiddenLayers=2000|1000_neurons:hiddenLayers=1000"));
  }

  private static void resistance(List<Program> all) {
    String attacked = "picture=$pictures/attacks-";
    add(
        all,
        "attacks-digits",
        Attacks.class,
        form(
            0.7,
            "points=60 radii=1,2 steps=10 queries=50 methods=ours,mlpc " + attacked + "digits.svg"),
        form(12, attacked + "digits.svg"));
    onMnist(
        all,
        "attacks-mnist",
        Attacks.class,
        null,
        form(
            60,
            "data=mnist mnist=$mnist samples=10000 methods=ours,mlpc,lr,rf,xgb "
                + attacked
                + "mnist.svg"));
    String timed = "picture=$pictures/time-to-accuracy-";
    add(
        all,
        "time-to-accuracy-digits",
        TimeToAccuracy.class,
        form(0.6, "widths=100,400 iterations=10,40 " + timed + "digits.svg"),
        form(2, "hidden=100,300 " + timed + "digits.svg"));
    onMnist(
        all,
        "time-to-accuracy-mnist",
        TimeToAccuracy.class,
        null,
        form(
            15,
            timed
                + "mnist.svg data=mnist mnist=$mnist samples=60000 tuningSamples=60000 parts=1,4"
                + " ours=defaults|float:precision=float|logistic:polarization=logistic"
                + " hidden=100,300 iterations=10,20,40,80,160 widths=500,1000,2000,3000,4000"));
    add(
        all,
        "generated",
        Generated.class,
        form(0.7, "sizes=1e3,1e5 hiddenLayers=500"),
        form(8, "further=teacher:1e7"));
  }

  private static void rest(List<Program> all) {
    add(all, "mlpc-start-digits", MlpcStart.class, form(0.5, "iterations=30 seeds=1"), form(2, ""));
    add(all, "hundred-nights", HundredNights.class, form(0.4, "nights=20"), form(3, ""));
  }

  /** One section of the program's name, nothing needed, the usual heap. */
  private static void add(
      List<Program> all, String name, Class<?> main, Program.Form small, Program.Form full) {
    add(all, name, main, HEAP, List.of(name), NOTHING, small, full);
  }

  /** Likewise, of MNIST. */
  private static void onMnist(
      List<Program> all, String name, Class<?> main, Program.Form small, Program.Form full) {
    add(all, name, main, HEAP, List.of(name), MNIST, small, full);
  }

  private static void add(
      List<Program> all,
      String name,
      Class<?> main,
      String heap,
      List<String> sections,
      Set<Need> needs,
      Program.Form small,
      Program.Form full) {
    all.add(new Program(name, main, heap, sections, needs, small, full));
  }
}
