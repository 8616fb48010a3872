package org.extremum.retraining;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.extremum.reference.Rows;
import org.extremum.retraining.Judges.Limit;
import org.extremum.samples.KeyHistogram.KeyedShare;
import org.extremum.samples.RowHash;
import org.extremum.samples.SampleBlock;
import org.extremum.samples.SampleStore;
import org.junit.jupiter.api.Test;

class JudgesTest {
  private static final KeyedShare TENTH = KeyedShare.constant(42, RowHash.Purpose.HELD_OUT, 3, 0.1);
  private static final Limit SMALL = new Limit(20, 1 << 20);
  private static final Rows ROWS = Rows.random(1000, 6, 3, true, 4).thinned(8);

  private static Judges gathered(Rows rows, Limit limit, int partitions) {
    return rows.store(partitions, 32, partitions > 1)
        .aggregate(new Judges.Gathering(6, TENTH, limit));
  }

  private static Judges none(Limit limit) {
    return Judges.of(limit, Judges.NO_CUT, List.of());
  }

  private static List<Long> keys(Judges judges) {
    return judges.rows().stream().map(Judge::key).toList();
  }

  /** All held-out keys, ascending. */
  private static List<Long> heldOut(Rows rows) {
    SampleBlock block = rows.dense();
    return IntStream.range(0, rows.size())
        .filter(i -> TENTH.contains(block.essence(i), block.hash(i)))
        .mapToObj(i -> RowHash.key(TENTH.seed(), TENTH.purpose(), block.hash(i)))
        .sorted()
        .toList();
  }

  @Test
  void aTenthIsHeldOutWhateverElseThereIs() {
    // Some 730 rows are not all zero.
    assertThat(heldOut(ROWS)).hasSizeBetween(50, 100);
    assertThat(keys(gathered(ROWS, Limit.USUAL, 1))).isEqualTo(heldOut(ROWS));
    assertThat(keys(gathered(ROWS, Limit.USUAL, 3))).isEqualTo(heldOut(ROWS));
  }

  @Test
  void rowsOfSmallestKeyStay() {
    for (int partitions : new int[] {1, 4}) {
      Judges judges = gathered(ROWS, SMALL, partitions);
      assertThat(keys(judges)).hasSizeBetween(15, 20); // equal rows go together
      assertThat(keys(judges)).isEqualTo(heldOut(ROWS).subList(0, judges.count()));
      assertThat(judges.threshold()).isEqualTo(heldOut(ROWS).get(judges.count()));
    }
  }

  @Test
  void bytesAreALimitToo() {
    Limit few = new Limit(1000, 1000);
    Judges judges = gathered(ROWS, few, 2);
    long bytes = judges.rows().stream().mapToLong(Judge::bytes).sum();
    assertThat(bytes).isBetween(600L, 1000L);
    assertThat(keys(judges)).isEqualTo(heldOut(ROWS).subList(0, judges.count()));
  }

  @Test
  void mergedInAnyOrderTheyAreTheSame() {
    List<Judges> parts = new ArrayList<>();
    for (int p = 0; p < 7; p++) {
      int part = p;
      parts.add(gathered(ROWS.select(i -> i % 7 == part), SMALL, 1));
    }
    List<Integer> order = new ArrayList<>(IntStream.range(0, 7).boxed().toList());
    for (int shuffle = 0; shuffle < 5; shuffle++) {
      Judges sum = none(SMALL);
      for (int p : order) {
        sum = sum.with(parts.get(p), p, 1);
      }
      assertThat(keys(sum)).isEqualTo(keys(gathered(ROWS, SMALL, 1)));
      assertThat(sum.threshold()).isEqualTo(gathered(ROWS, SMALL, 1).threshold());
      Collections.shuffle(order, new Random(shuffle));
    }
  }

  @Test
  void forgettingLeavesAllRowsBelowTheThreshold() {
    Rows first = ROWS.select(i -> i % 5 > 0);
    Rows second = ROWS.select(i -> i % 5 == 0);
    Judges both = none(SMALL).with(gathered(first, SMALL, 1), 0, 1);
    both = both.with(gathered(second, SMALL, 1), 1, 1);
    Judges rest = both.without(0);
    long threshold = both.threshold();
    assertThat(rest.threshold()).isEqualTo(threshold);
    assertThat(keys(rest)).isEqualTo(heldOut(second).stream().filter(k -> k < threshold).toList());
    assertThat(rest.thinned()).isTrue(); // a fifth is left, and half is needed
    Judges again = rest.with(gathered(first, SMALL, 1), 2, 1);
    assertThat(keys(again)).isEqualTo(keys(both)); // nothing was lost by it
    assertThat(again.thinned()).isFalse();
  }

  /**
   * Where less is forgotten than is kept beyond need, κ is fitted on the rows of a rebuilt state.
   */
  @Test
  void theFirstAreThoseOfARebuiltState() {
    Rows first = ROWS.select(i -> i % 5 == 0);
    Rows second = ROWS.select(i -> i % 5 > 0);
    Judges both = none(SMALL).with(gathered(first, SMALL, 1), 0, 1);
    Judges rest = both.with(gathered(second, SMALL, 1), 1, 1).without(0);
    assertThat(rest.thinned()).isFalse();
    assertThat(keys(rest.first())).isEqualTo(keys(gathered(second, SMALL, 1).first()));
    assertThat(rest.first().count()).isBetween(7, 10);
    assertThat(rest.first().rows()).isEqualTo(rest.rows().subList(0, rest.first().count()));
  }

  @Test
  void decayMultipliesWeights() {
    Judges judges = none(SMALL).with(gathered(ROWS, SMALL, 1), 3, 0.5).scaled(0.5);
    Judges plain = gathered(ROWS, SMALL, 1);
    for (int i = 0; i < plain.count(); i++) {
      assertThat(judges.rows().get(i).weight()).isEqualTo(0.25 * plain.rows().get(i).weight());
      assertThat(judges.rows().get(i).batch()).isEqualTo(3);
    }
  }

  @Test
  void asSamplesTheyAreTheRows() {
    Judges judges = gathered(ROWS, Limit.USUAL, 1);
    for (int blockSize : new int[] {7, 1000}) {
      SampleStore store = judges.store(6, blockSize);
      assertThat(keys(store.aggregate(new Judges.Gathering(6, TENTH)))).isEqualTo(keys(judges));
    }
    // Hundreds of features, few of them not zero: kept sparse.
    double[][] wide = new double[100][900];
    IntStream.range(0, 100).forEach(i -> wide[i][i] = i + 1);
    double[] ones = new double[100];
    Arrays.fill(ones, 1);
    Rows sparse = new Rows(wide, new int[100], ones);
    KeyedShare all = KeyedShare.constant(42, RowHash.Purpose.HELD_OUT, 1, 0.4);
    Judges few = sparse.store(1, 64, true).aggregate(new Judges.Gathering(900, all));
    assertThat(few.count()).isBetween(20, 60);
    assertThat(keys(few.store(900, 9).aggregate(new Judges.Gathering(900, all))))
        .isEqualTo(keys(few));
  }

  @Test
  void rowsAreInTheOrderOfTheirKeys() {
    assertThat(gathered(ROWS, Limit.USUAL, 3).rows())
        .isSortedAccordingTo(Comparator.comparingLong(Judge::key));
  }
}
