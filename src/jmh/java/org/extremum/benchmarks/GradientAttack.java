package org.extremum.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Steps of equal length along the model's own gradient of z_y - z_b, b the strongest other class,
 * each brought back into the ball (projected gradient descent, Madry et al. 2018, in L2).
 */
final class GradientAttack extends Attack {
  /** Of a step, in shares of radius/steps: points can reach the ball's edge and move along it. */
  private static final double STRIDE = 2.5;

  private final GradientModel model;
  private final int steps;

  GradientAttack(TestPoints points, GradientModel model, int steps) {
    super(points);
    this.model = model;
    this.steps = steps;
  }

  @Override
  int[] within(double radius, int[] standing) {
    List<Integer> broken = new ArrayList<>();
    int[] left = standing;
    double[][] moved = surfaces(standing);
    for (int step = 0; step < steps && left.length > 0; step++) {
      int[] essences = Arrays.stream(left).map(points()::essence).toArray();
      double[][] z = model.of(left, moved);
      int[] rivals = new int[left.length];
      Arrays.setAll(rivals, i -> Scores.rival(z[i], essences[i]));
      double[][] downhill = model.gradients(moved, rivals, essences);
      for (int i = 0; i < left.length; i++) {
        double[] to = stepped(moved[i], downhill[i], STRIDE * radius / steps);
        moved[i] = projected(points().surface(left[i]), to, radius);
      }
      double[][] now = model.of(left, moved);
      List<Integer> standingNow = new ArrayList<>();
      for (int i = 0; i < left.length; i++) {
        if (Scores.margin(now[i], essences[i]) > 0) {
          standingNow.add(i);
        } else {
          broken.add(left[i]);
        }
      }
      int[] before = left;
      double[][] there = moved;
      left = standingNow.stream().mapToInt(i -> before[i]).toArray();
      moved = standingNow.stream().map(i -> there[i]).toArray(double[][]::new);
    }
    return broken.stream().mapToInt(i -> i).toArray();
  }
}
