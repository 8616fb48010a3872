package org.extremum.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.Stream;
import org.extremum.linalg.Blas.Op;
import org.extremum.linalg.Blas.Triangle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every routine promises, of native code and of Java's, by its definition. Matrices here are
 * arrays, column-major; tolerances are for orders up to 9 and entries up to 1.
 */
class KernelContractTest {
  private static final double TOLERANCE = 1e-12;

  static Stream<Kernel> kernels() {
    return Stream.of(new NativeKernel(), new JavaKernel());
  }

  private static double[] random(int count, long seed) {
    return new Random(seed).doubles(count, -1, 1).toArray();
  }

  private static Storage stored(Kernel kernel, double[] values) {
    Storage storage = kernel.allocate(values.length);
    storage.write(0, values, 0, values.length);
    return storage;
  }

  private static double[] read(Storage storage, int count) {
    double[] values = new double[count];
    storage.read(0, values, 0, count);
    return values;
  }

  /** op(A)·op(B), m × n. */
  private static double[] product(Op opA, double[] a, Op opB, double[] b, int m, int n, int k) {
    double[] c = new double[m * n];
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < m; i++) {
        for (int p = 0; p < k; p++) {
          double left = opA == Op.NONE ? a[i + p * m] : a[p + i * k];
          double right = opB == Op.NONE ? b[p + j * k] : b[j + p * n];
          c[i + j * m] += left * right;
        }
      }
    }
    return c;
  }

  private static void requireSame(double[] got, double[] expected) {
    assertThat(got).hasSameSizeAs(expected);
    for (int i = 0; i < got.length; i++) {
      assertThat(got[i]).as("entry " + i).isCloseTo(expected[i], within(TOLERANCE));
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void gemm(Kernel kernel) {
    int m = 3;
    int n = 4;
    int k = 5;
    double[] a = random(m * k, 1);
    double[] b = random(k * n, 2);
    for (Op opA : Op.values()) {
      for (Op opB : Op.values()) {
        double[] expected = product(opA, a, opB, b, m, n, k);
        Storage c = stored(kernel, random(1 + m * n, 3)); // from the second number on
        double[] before = read(c, 1 + m * n);
        int lda = opA == Op.NONE ? m : k;
        int ldb = opB == Op.NONE ? k : n;
        kernel.gemm(
            opA, opB, m, n, k, 2, stored(kernel, a), lda, stored(kernel, b), ldb, -1, c.from(1), m);
        double[] got = read(c, 1 + m * n);
        assertThat(got[0]).isEqualTo(before[0]);
        for (int i = 0; i < m * n; i++) {
          assertThat(got[i + 1]).isCloseTo(2 * expected[i] - before[i + 1], within(TOLERANCE));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void gemv(Kernel kernel) {
    int m = 3;
    int n = 5;
    int lda = 4; // one row of the matrix is not A's
    double[] a = random(1 + lda * n, 1);
    double[] x = random(1 + n, 2);
    double[] before = random(1 + m, 3); // from the second number on
    Storage y = stored(kernel, before);
    kernel.gemv(m, n, stored(kernel, a).from(1), lda, stored(kernel, x).from(1), y.from(1));
    double[] expected = before.clone();
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        expected[1 + i] += a[1 + i + j * lda] * x[1 + j];
      }
    }
    requireSame(read(y, 1 + m), expected);
  }

  /** Sums of five products of numbers up to 1 in 24 bits. */
  private static final double SINGLE = 1e-6;

  private static FloatStorage floats(Kernel kernel, double[] values) {
    float[] rounded = new float[values.length];
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = (float) values[i];
    }
    FloatStorage storage = kernel.allocateFloats(values.length);
    storage.write(0, rounded, 0, rounded.length);
    return storage;
  }

  private static float[] read(FloatStorage storage, int count) {
    float[] values = new float[count];
    storage.read(0, values, 0, count);
    return values;
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void sgemm(Kernel kernel) {
    int m = 3;
    int n = 4;
    int k = 5;
    double[] a = random(m * k, 1);
    double[] b = random(k * n, 2);
    double[] expected = product(Op.NONE, a, Op.NONE, b, m, n, k);
    FloatStorage c = floats(kernel, random(1 + m * n, 3)); // from the second number on
    float before = read(c, 1)[0];
    kernel.sgemm(m, n, k, floats(kernel, a), floats(kernel, b), c.from(1));
    float[] got = read(c, 1 + m * n);
    assertThat(got[0]).isEqualTo(before);
    for (int i = 0; i < m * n; i++) {
      assertThat((double) got[i + 1]).isCloseTo(expected[i], within(SINGLE));
    }
    c.release();
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void ssyrkWritesTheUpperTriangle(Kernel kernel) {
    int n = 4;
    int k = 3;
    double[] a = random(n * k, 4);
    double[] square = product(Op.NONE, a, Op.TRANSPOSED, a, n, n, k);
    FloatStorage c = floats(kernel, random(n * n, 5));
    float[] before = read(c, n * n);
    kernel.ssyrk(n, k, floats(kernel, a), c);
    float[] got = read(c, n * n);
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < n; i++) {
        double expected = i <= j ? square[i + j * n] : before[i + j * n];
        assertThat((double) got[i + j * n]).isCloseTo(expected, within(SINGLE));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void syrkWritesOneTriangle(Kernel kernel) {
    int n = 4;
    int k = 3;
    double[] a = random(n * k, 4);
    double[] square = product(Op.NONE, a, Op.TRANSPOSED, a, n, n, k);
    for (Triangle triangle : Triangle.values()) {
      double[] before = random(n * n, 5);
      Storage c = stored(kernel, before);
      kernel.syrk(triangle, n, k, 0.5, stored(kernel, a), n, 1, c, n);
      for (int j = 0; j < n; j++) {
        for (int i = 0; i < n; i++) {
          boolean written = triangle == Triangle.UPPER ? i <= j : i >= j;
          double expected = before[i + j * n] + (written ? 0.5 * square[i + j * n] : 0);
          assertThat(c.get(i + j * n)).isCloseTo(expected, within(TOLERANCE));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void trmm(Kernel kernel) {
    int n = 4;
    double[] t = random(n * n, 6);
    double[] b = random(n * 2, 7);
    for (Triangle triangle : Triangle.values()) {
      for (Op op : Op.values()) {
        double[] clean = t.clone();
        for (int j = 0; j < n; j++) {
          for (int i = 0; i < n; i++) {
            if (triangle == Triangle.UPPER ? i > j : i < j) {
              clean[i + j * n] = 0;
            }
          }
        }
        Storage got = stored(kernel, b);
        kernel.trmm(triangle, op, n, 2, stored(kernel, t), n, got, n);
        requireSame(read(got, n * 2), product(op, clean, Op.NONE, b, n, 2, n));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void eigenvaluesAndVectors(Kernel kernel) {
    int n = 7;
    double[] g = random(n * n, 8);
    double[] a = product(Op.NONE, g, Op.TRANSPOSED, g, n, n, n);
    Storage vectors = stored(kernel, a);
    Storage values = kernel.allocate(n);
    assertThat(kernel.syevd(n, vectors, values)).isZero();
    double[] v = read(vectors, n * n);
    double[] w = read(values, n);
    assertThat(w).isSorted();
    double[] scaled = v.clone();
    for (int i = 0; i < n * n; i++) {
      scaled[i] *= w[i / n];
    }
    requireSame(product(Op.NONE, a, Op.NONE, v, n, n, n), scaled);
    requireSame(product(Op.TRANSPOSED, v, Op.NONE, v, n, n, n), identity(n));
  }

  private static double[] identity(int n) {
    double[] identity = new double[n * n];
    for (int i = 0; i < n; i++) {
      identity[i + i * n] = 1;
    }
    return identity;
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void singularValuesAndVectors(Kernel kernel) {
    // Above 25 dgesdd divides and conquers.
    for (int[] shape : new int[][] {{6, 4}, {4, 6}, {5, 5}, {40, 30}}) {
      int m = shape[0];
      int n = shape[1];
      int q = Math.min(m, n);
      double[] a = random(m * n, 9);
      Storage values = kernel.allocate(q);
      Storage left = kernel.allocate(m * q);
      Storage right = kernel.allocate(q * n);
      assertThat(kernel.gesdd(m, n, stored(kernel, a), values, left, right)).isZero();
      double[] u = read(left, m * q);
      for (int i = 0; i < m * q; i++) {
        u[i] *= values.get(i / m);
      }
      requireSame(product(Op.NONE, u, Op.NONE, read(right, q * n), m, n, q), a);
      for (int i = 1; i < q; i++) {
        assertThat(values.get(i)).isBetween(0.0, values.get(i - 1));
      }
    }
  }

  /** L·Lᵀ = A·Aᵀ, since Q has orthonormal rows. */
  @ParameterizedTest
  @MethodSource("kernels")
  void lowerFactor(Kernel kernel) {
    int m = 4;
    int n = 9;
    double[] a = random(m * n, 10);
    Storage factor = stored(kernel, a);
    assertThat(kernel.gelqf(m, n, factor, kernel.allocate(m))).isZero();
    double[] l = read(factor, m * m);
    for (int j = 0; j < m; j++) {
      for (int i = 0; i < j; i++) {
        l[i + j * m] = 0;
      }
    }
    requireSame(
        product(Op.NONE, l, Op.TRANSPOSED, l, m, m, m),
        product(Op.NONE, a, Op.TRANSPOSED, a, m, m, n));
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void reflectorsMakeTheMatrixOfItsTriangle(Kernel kernel) {
    int m = 6;
    int n = 4;
    double[] a = random(m * n, 11);
    Storage factor = stored(kernel, a);
    Storage tau = kernel.allocate(n);
    assertThat(kernel.geqrf(m, n, factor, tau)).isZero();
    double[] r = read(factor, m * n);
    for (int j = 0; j < n; j++) {
      for (int i = j + 1; i < m; i++) {
        r[i + j * m] = 0;
      }
    }
    Storage product = stored(kernel, r);
    assertThat(kernel.ormqr(m, n, n, factor, tau, product)).isZero();
    requireSame(read(product, m * n), a);
  }

  /** Odd and even orders stand differently in the rectangle; 1 has no leading triangle. */
  @ParameterizedTest
  @MethodSource("kernels")
  void packedFactorSolves(Kernel kernel) {
    for (int n : new int[] {1, 2, 3, 8, 9}) {
      double[] g = random(n * n, 12);
      double[] a = product(Op.NONE, g, Op.TRANSPOSED, g, n, n, n);
      for (int i = 0; i < n; i++) {
        a[i + i * n] += n;
      }
      double[] x = random(n * 3, 13);
      Storage factor = stored(kernel, rectangular(a, n));
      assertThat(kernel.pftrf(n, factor)).isZero();

      Storage b = stored(kernel, product(Op.NONE, a, Op.NONE, x, n, 3, n));
      assertThat(kernel.pftrs(n, 3, factor, b)).isZero();
      requireSame(read(b, n * 3), x);

      Storage half = stored(kernel, product(Op.NONE, a, Op.NONE, x, n, 3, n));
      kernel.tfsm(Op.TRANSPOSED, n, 3, factor, half); // = U·x
      double[] ux = read(half, n * 3);
      requireSame(
          product(Op.TRANSPOSED, ux, Op.NONE, ux, 3, 3, n),
          product(Op.TRANSPOSED, x, Op.NONE, product(Op.NONE, a, Op.NONE, x, n, 3, n), 3, 3, n));
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void theMinorThatIsNotPositiveIsNamed(Kernel kernel) {
    int n = 6;
    for (int bad = 1; bad <= n; bad++) {
      double[] a = identity(n);
      a[(bad - 1) * (n + 1)] = -1;
      assertThat(kernel.pftrf(n, stored(kernel, rectangular(a, n)))).isEqualTo(bad);
    }
  }

  /** The layout as LAPACK's documentation has it, TRANSR = N, UPLO = U. */
  private static double[] rectangular(double[] a, int n) {
    int k = n / 2;
    int ld = n % 2 == 0 ? n + 1 : n;
    double[] rfp = new double[ld * (n - k)];
    for (int j = k; j < n; j++) {
      for (int i = 0; i <= j; i++) {
        rfp[i + (j - k) * ld] = a[i + j * n];
      }
    }
    for (int j = 0; j < k; j++) {
      for (int i = j; i < k; i++) {
        rfp[k + 1 + i + j * ld] = a[j + i * n];
      }
    }
    return rfp;
  }
}
