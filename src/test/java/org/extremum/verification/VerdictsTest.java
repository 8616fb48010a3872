package org.extremum.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.extremum.network.Activation;
import org.extremum.network.Layer;
import org.extremum.network.Network;
import org.extremum.network.OutputActivation;
import org.extremum.reference.ByHand;
import org.extremum.reference.Rows;
import org.extremum.samples.SampleBlock;
import org.extremum.samples.Standardiser;
import org.extremum.verification.Verdicts.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Verdicts by loops over the samples; what is kept by sorting everything. */
class VerdictsTest {
  private static final Conditions THRESHOLDS = new Conditions(0.3, 0.6, 0.45);
  private static final ByHand HIDDEN = ByHand.random(Activation.SIGMOID, 2, 4, 7);
  private static final Layer OUTPUT = output();

  /** 120 samples; the last 30 repeat earlier surfaces, most with another essence. */
  private static final Rows ROWS = rows();

  private static Layer output() {
    ByHand output = ByHand.random(Activation.SIGMOID, 3, 7, 3);
    return ByHand.layer(output.weights()[0], output.biases()[0]);
  }

  private static Rows rows() {
    Rows rows = Rows.random(90, 4, 3, false, 1);
    int[] order = new int[120];
    Arrays.setAll(order, i -> i < 90 ? i : (i * 7) % 90);
    Rows repeated = rows.at(order);
    int[] essences = new int[120];
    Arrays.setAll(essences, i -> i < 90 || i % 3 > 0 ? repeated.essences()[i] : i % 2);
    return repeated.withEssences(essences);
  }

  private static Verdicts.Judging judging(Condition.Kind kind, int keep) {
    Network network = new Network(Standardiser.none(4), HIDDEN.stack(), OUTPUT);
    return new Verdicts.Judging(
        network, new Condition(kind, OutputActivation.SIGMOID, THRESHOLDS), keep);
  }

  @ParameterizedTest
  @EnumSource
  void byDefinition(Condition.Kind kind) {
    Condition condition = new Condition(kind, OutputActivation.SIGMOID, THRESHOLDS);
    SampleBlock all = ROWS.dense();
    long[] verified = new long[3];
    long[] failed = new long[3];
    Map<String, Failure> failures = new HashMap<>();
    for (int i = 0; i < ROWS.size(); i++) {
      double[] z = HIDDEN.outputs(OUTPUT, ROWS.surfaces()[i]);
      int y = ROWS.essences()[i];
      if (condition.holds(z, y)) {
        verified[y]++;
      } else {
        failed[y]++;
        failures.putIfAbsent(
            y + ":" + all.hash(i), new Failure(y, all.hash(i), condition.margin(z, y), i));
      }
    }
    List<Failure> sorted = new ArrayList<>(failures.values());
    sorted.sort(Comparator.comparingDouble(Failure::margin));
    long distinct = sorted.size();
    assertThat(distinct).isGreaterThan(20).isLessThan(Arrays.stream(failed).sum());
    for (int keep : new int[] {0, 1, 13, 1000}) {
      Verdicts verdicts = ROWS.store().aggregate(judging(kind, keep));
      for (int v = 0; v < 3; v++) {
        assertThat(verdicts.verified(v)).isEqualTo(verified[v]);
        assertThat(verdicts.failed(v)).isEqualTo(failed[v]);
      }
      assertThat(verdicts.verified() + verdicts.failed()).isEqualTo(120);
      assertThat(verdicts.failed()).isEqualTo(Arrays.stream(failed).sum());
      assertThat(verdicts.worst()).hasSize((int) Math.min(keep, distinct));
      for (int k = 0; k < verdicts.worst().size(); k++) {
        Failure found = verdicts.worst().get(k);
        assertThat(found.hash()).isEqualTo(sorted.get(k).hash());
        assertThat(found.essence()).isEqualTo(sorted.get(k).essence());
        assertThat(found.margin()).isCloseTo(sorted.get(k).margin(), within(1e-13));
        assertThat(all.hash((int) SampleBlock.rowOf(found.position()))).isEqualTo(found.hash());
      }
    }
  }

  @Test
  void neitherOrderNorPartitionsMatter() {
    Verdicts.Judging judging = judging(Condition.Kind.HALF, 17);
    List<String> expected = keys(ROWS.store().aggregate(judging));
    for (int partitions : new int[] {2, 7, 60}) {
      assertThat(keys(ROWS.store(partitions, 5, true).aggregate(judging))).isEqualTo(expected);
      assertThat(keys(ROWS.shuffled(partitions).store(partitions, 8, false).aggregate(judging)))
          .isEqualTo(expected);
    }
  }

  private static List<String> keys(Verdicts verdicts) {
    return verdicts.worst().stream().map(f -> f.essence() + ":" + f.hash()).toList();
  }

  /** Few margins and surfaces, so that ties and repetitions abound. */
  @Test
  void theKeptAreTheWorstWhateverTheOrder() {
    Random random = new Random(8);
    for (int trial = 0; trial < 200; trial++) {
      int limit = random.nextInt(12);
      List<Failure> failures = new ArrayList<>();
      for (int n = 0; n < 60; n++) {
        failures.add(
            new Failure(
                random.nextInt(2), random.nextInt(12) - 6, -random.nextInt(5), random.nextInt(9)));
      }
      Failure[] expected = bySorting(failures, limit);
      for (int shuffle = 0; shuffle < 4; shuffle++) {
        Collections.shuffle(failures, random);
        WorstFailures whole = new WorstFailures(limit);
        failures.forEach(whole::offer);
        assertThat(whole.toArray()).isEqualTo(expected);
        int cut = random.nextInt(60);
        WorstFailures left = new WorstFailures(limit);
        WorstFailures right = new WorstFailures(limit);
        failures.subList(0, cut).forEach(left::offer);
        failures.subList(cut, 60).forEach(right::offer);
        WorstFailures both = new WorstFailures(limit);
        Arrays.stream(right.toArray()).forEach(both::offer);
        Arrays.stream(left.toArray()).forEach(both::offer);
        assertThat(both.toArray()).isEqualTo(expected);
      }
    }
  }

  private static Failure[] bySorting(List<Failure> failures, int limit) {
    Map<String, Failure> first = new HashMap<>();
    failures.stream()
        .sorted(
            Comparator.comparingDouble(Failure::margin)
                .thenComparing(Failure::hash)
                .thenComparing(Failure::essence)
                .thenComparing(Failure::position))
        .forEach(f -> first.putIfAbsent(f.essence() + ":" + f.hash(), f));
    return first.values().stream()
        .sorted(
            Comparator.comparingDouble(Failure::margin)
                .thenComparing(Failure::hash)
                .thenComparing(Failure::essence))
        .limit(limit)
        .toArray(Failure[]::new);
  }

  @Test
  void aNegativeNumberToKeepIsRefused() {
    assertThatThrownBy(() -> judging(Condition.Kind.HALF, -1))
        .hasMessage("failures to keep: expected a number >= 0, got -1");
  }

  /** By its margin alone; which of equal ones is for the order to say. */
  @Test
  void mayBeKept() {
    assertThat(new WorstFailures(0).mayKeep(-1)).isFalse();
    WorstFailures one = new WorstFailures(1);
    assertThat(one.mayKeep(5)).isTrue();
    one.offer(new Failure(0, 7, -1, 3));
    assertThat(one.mayKeep(-1)).isTrue();
    assertThat(one.mayKeep(-0.5)).isFalse();
  }
}
