package org.extremum.retraining;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.extremum.network.Network;
import org.extremum.reference.DataFile;
import org.extremum.reference.Rows;
import org.extremum.training.TrainingOptions;
import org.extremum.verification.Conditions;
import org.extremum.verification.Evaluation;

/**
 * Nights of scheduled retraining on digits that drift: rows come in the order of the file, three
 * classes late, some batches are forgotten days later, and what is old fades. Every night's state
 * can be compared with one made anew, and its network with one trained from scratch.
 *
 * <p>The first fifth of the rows founds the state, without the late classes; the rest is dealt out
 * to the nights, another fifth of it held apart for testing. Late classes begin at a third, a half
 * and two thirds of the nights; their rows that come earlier wait until then.
 */
public final class Nights {
  /** Digits 7, 8, 9. */
  private static final int FIRST_LATE = 7;

  private static final double[] LATE = {1 / 3.0, 1 / 2.0, 2 / 3.0};

  /** Of every so many batches one is forgotten. */
  private static final int FORGOTTEN = 7;

  /** So many nights after it came. */
  private static final int AFTER = 5;

  private final int nights;
  private final double decay;
  private final Map<String, Object> options;
  private final Rows test;
  private final List<Rows> batches = new ArrayList<>(); // of each night; the founding one first
  private final Map<String, Rows> present = new LinkedHashMap<>();
  private TrainingState state;
  private int night;

  /**
   * Reads the digits.
   *
   * @param nights how many
   * @param decay what weights are multiplied by every night
   * @param options of the training
   */
  public Nights(int nights, double decay, Map<String, Object> options) {
    this.nights = nights;
    this.decay = decay;
    this.options = options;
    Rows all = DataFile.read("digits.csv");
    int founding = all.size() / 5;
    this.test = all.select(i -> i >= founding && i % 5 == 0);
    deal(all, founding);
  }

  private void deal(Rows all, int founding) {
    int[] nightOf = new int[all.size()];
    int rest = all.size() - founding;
    for (int i = 0; i < nightOf.length; i++) {
      int due = i < founding ? 0 : 1 + (int) ((long) (i - founding) * nights / rest);
      nightOf[i] = i >= founding && i % 5 == 0 ? -1 : Math.max(due, starts(all.essences()[i]));
    }
    for (int n = 0; n <= nights; n++) {
      int own = n;
      batches.add(all.select(i -> nightOf[i] == own));
    }
  }

  /** The night in which rows of a digit come first. */
  private int starts(int digit) {
    return digit < FIRST_LATE ? 0 : (int) (nights * LATE[digit - FIRST_LATE]);
  }

  /** Founds the state. */
  public void found() {
    state = States.founded(batches.get(0), FIRST_LATE, options);
    add("night 0", batches.get(0));
  }

  private void add(String id, Rows rows) {
    present.put(id, rows);
    state = States.with(state, id, rows);
  }

  /** One night more: decay, forget, add. */
  public void next() {
    night++;
    state = state.decay(decay);
    int old = night - AFTER;
    if (old > 0 && old % FORGOTTEN == 0) {
      String id = "night " + old;
      state = States.without(state, id, present.remove(id));
    }
    int largest = Arrays.stream(batches.get(night).essences()).max().orElse(0);
    if (largest >= state.essences()) {
      state = state.withLabels(States.labels(largest + 1), new double[0]);
    }
    add("night " + night, batches.get(night));
  }

  /** The state as it is. */
  public TrainingState state() {
    return state;
  }

  /**
   * A state of the same batches, made anew from their rows in one pass, weights as they are now.
   */
  public TrainingState anew() {
    List<Rows> rows = new ArrayList<>();
    for (Batch batch : state.ledger().present()) {
      rows.add(States.weighted(present.get(batch.id()), batch.factor()));
    }
    Rows all = States.joined(rows);
    return States.with(TrainingState.empty(state.frozen(), state.labels()), "all", all);
  }

  /**
   * A state trained from scratch: standardiser and neurons are drawn anew from the rows that are
   * there, weighted alike.
   */
  public TrainingState fromScratch() {
    List<Rows> rows = new ArrayList<>();
    for (Batch batch : state.ledger().present()) {
      rows.add(States.weighted(present.get(batch.id()), batch.factor()));
    }
    Rows all = States.joined(rows);
    return States.with(States.founded(all, state.essences(), options), "all", all);
  }

  /** Largest relative difference of outputs over the test rows. */
  public double difference(StateSolution a, StateSolution b) {
    return States.difference(a.network(), b.network(), test);
  }

  /** The share of the test rows that is told, of the digits that there are by now. */
  public double accuracy(Network network) {
    Rows known = test.select(i -> test.essences()[i] < state.essences());
    TrainingOptions used = state.frozen().options();
    Conditions conditions = new Conditions(used.epsilon(), used.alpha(), used.beta());
    return network
        .standardiser()
        .view(known.store())
        .aggregate(new Evaluation.Scoring(network, conditions))
        .accuracy();
  }

  /** Rows that came this night. */
  public int arrived() {
    return batches.get(night).size();
  }

  /** Different digits by now. */
  public long digits() {
    return IntStream.range(0, state.essences()).filter(v -> state.counts()[v] > 0).count();
  }
}
