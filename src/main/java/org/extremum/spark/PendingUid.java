package org.extremum.spark;

/**
 * Hands a stage's uid over to {@code uid()} while Spark's Scala constructors run: they make params,
 * which carry the uid, before any Java field is set.
 */
final class PendingUid {
  private static final ThreadLocal<String> PENDING = new ThreadLocal<>();

  private final String uid;

  private PendingUid(String uid) {
    this.uid = uid;
  }

  /** To be made in the argument of {@code this(...)}, thus before {@code super()} runs. */
  static PendingUid of(String uid) {
    PENDING.set(uid);
    return new PendingUid(uid);
  }

  /** The uid of the stage that this thread is constructing. */
  static String current() {
    return PENDING.get();
  }

  /** Ends the hand-over. */
  String take() {
    PENDING.remove();
    return uid;
  }
}
