package org.extremum.job.retraining;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.ShutdownHookManager;
import org.extremum.spark.AtomicFile;
import org.extremum.training.Problem;

/**
 * {@code lock.json}: who is changing the directory. It is made by one of several who try at once,
 * renewed every third of its time to live, and taken over when that is past or its process is known
 * to be dead.
 *
 * <p><b>Taking over.</b> Nobody may remove a stale lock and make a new one: between the two a third
 * may do the same and remove the second's. Whoever wants to take over the lock with the token T
 * makes the file {@code .lock.json.takeover-T-1}, which one of them succeeds in; it looks again
 * whether T is still there and replaces it in one step. A contender that died with that file in its
 * hands is passed by with {@code -2}, and so on.
 *
 * <p><b>What it cannot do.</b> A process that slept longer than the time to live may wake between
 * {@link #requireHeld} and its next step. Clocks of machines must agree to well within the time to
 * live. Stores of objects cannot tell the first of two writers: let the scheduler forbid that.
 */
public final class Lock implements AutoCloseable {
  /** After Spark has stopped its tasks, before file systems are closed. */
  private static final int AT_SHUTDOWN = FileSystem.SHUTDOWN_HOOK_PRIORITY + 5;

  /** Stands in the middle of the name of what gives the right to take over. */
  static final String TAKEOVER = ".takeover-";

  private static final int MOST_GUARDS = 100;

  private final FileSystem files;
  private final Path file;
  private final Clock clock;
  private final Runnable atShutdown = this::close;
  private ScheduledExecutorService renewal;
  private LockEntry own;
  private boolean closed;

  private Lock(FileSystem files, Path file, Clock clock, LockEntry own) {
    this.files = files;
    this.file = file;
    this.clock = clock;
    this.own = own;
  }

  /**
   * Takes the lock of a directory, which is made if need be.
   *
   * @param timeToLive after which, without renewal, others may take it over
   * @param warning receives a line when a stale one is taken over
   * @throws Problem (locked) when another run holds it; (output) when it cannot be written
   */
  public static Lock acquire(
      StateDirectory directory, Duration timeToLive, Consumer<String> warning) {
    Lock lock = acquire(directory, timeToLive, Clock.systemUTC(), warning);
    lock.keepRenewed();
    return lock;
  }

  /** Without a thread that renews it. */
  static Lock acquire(
      StateDirectory directory, Duration timeToLive, Clock clock, Consumer<String> warning) {
    Path file = directory.file(StateDirectory.LOCK);
    LockEntry own = LockEntry.ofThisProcess(clock.instant(), timeToLive);
    Lock lock = new Lock(directory.files(), file, clock, own);
    try {
      lock.take(warning);
    } catch (IOException e) {
      throw lock.cannotWrite(e);
    }
    return lock;
  }

  private void take(Consumer<String> warning) throws IOException {
    while (!AtomicFile.createNew(files, file, own.bytes())) {
      Optional<LockEntry> there = read(file);
      if (there.isEmpty()) {
        continue; // released meanwhile
      }
      String reason = there.get().staleness(clock.instant()).orElse(null);
      if (reason == null) {
        throw held(there.get());
      }
      takeOver(there.get());
      warning.accept("lock of " + there.get().words(clock.instant()) + " taken over: " + reason);
      return;
    }
  }

  private void takeOver(LockEntry stale) throws IOException {
    Path guard = newGuard(stale);
    try {
      Optional<LockEntry> now = read(file);
      if (now.isPresent() && now.get().token().equals(stale.token())) {
        AtomicFile.replace(files, file, own.bytes());
      }
      Optional<LockEntry> after = read(file);
      if (after.isEmpty() || !isOwn(after.get())) {
        throw held(after.orElse(stale));
      }
    } catch (IOException | Problem e) {
      files.delete(guard, false);
      throw e;
    }
    // Whoever makes one from now on finds that the stale lock is gone.
    for (int i = 1; files.delete(guard(stale, i), false); i++) {}
  }

  /** The right to take over that lock, which no other living process has. */
  private Path newGuard(LockEntry stale) throws IOException {
    for (int i = 1; i <= MOST_GUARDS; i++) {
      Path guard = guard(stale, i);
      if (AtomicFile.createNew(files, guard, own.bytes())) {
        return guard;
      }
      Optional<LockEntry> other = read(guard);
      if (other.isEmpty() || other.get().staleness(clock.instant()).isEmpty()) {
        throw held(other.orElse(stale)); // somebody else is at it, or has just done it
      }
    }
    throw held(stale);
  }

  private Path guard(LockEntry stale, int i) {
    return new Path(file.getParent(), "." + file.getName() + TAKEOVER + stale.token() + "-" + i);
  }

  private Optional<LockEntry> read(Path from) throws IOException {
    return read(files, from);
  }

  private static Optional<LockEntry> read(FileSystem files, Path from) throws IOException {
    try {
      Instant modified = Instant.ofEpochMilli(files.getFileStatus(from).getModificationTime());
      return Optional.of(LockEntry.read(AtomicFile.read(files, from), modified));
    } catch (FileNotFoundException | NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private boolean isOwn(LockEntry entry) {
    return entry.token().equals(own.token());
  }

  private void keepRenewed() {
    renewal =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "lock renewal");
              thread.setDaemon(true);
              return thread;
            });
    long period = Math.max(1, own.timeToLive().toMillis() / 3);
    renewal.scheduleAtFixedRate(this::renewQuietly, period, period, TimeUnit.MILLISECONDS);
    ShutdownHookManager.get().addShutdownHook(atShutdown, AT_SHUTDOWN);
  }

  /** What stops a renewal may pass; if it does not, {@link #requireHeld} says so. */
  private void renewQuietly() {
    try {
      renew();
    } catch (IOException e) {
      // Tried again in a third of the time to live.
    }
  }

  /** Writes the time, if the lock is still this one's. */
  synchronized void renew() throws IOException {
    if (isHeld(read(file))) {
      own = own.renewed(clock.instant());
      AtomicFile.replace(files, file, own.bytes());
    }
  }

  /**
   * Makes sure that the lock has neither been broken nor been taken over.
   *
   * @throws Problem (locked) when it has
   */
  public synchronized void requireHeld() {
    try {
      Optional<LockEntry> there = read(file);
      if (!isHeld(there)) {
        throw Problem.of(
            Problem.Kind.LOCKED,
            "lock " + file,
            "that of this run",
            there.map(other -> other.words(clock.instant())).orElse("none: it was removed"),
            "run again");
      }
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  /** Whether it is still this run's, as far as can be seen. */
  public synchronized boolean isHeld() {
    try {
      return isHeld(read(file));
    } catch (IOException e) {
      return false;
    }
  }

  private boolean isHeld(Optional<LockEntry> there) {
    return !closed && there.isPresent() && isOwn(there.get());
  }

  /** Releases the lock, if it is still this one's. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (renewal != null) {
      renewal.shutdown();
      if (!ShutdownHookManager.get().isShutdownInProgress()) {
        ShutdownHookManager.get().removeShutdownHook(atShutdown);
      }
    }
    try {
      Optional<LockEntry> there = read(file);
      if (there.isPresent() && isOwn(there.get())) {
        files.delete(file, false);
      }
    } catch (IOException e) {
      // It goes stale by itself.
    }
  }

  /**
   * Makes sure that no run holds the lock now; touches nothing.
   *
   * @throws Problem (locked) when one does; (output) when the lock cannot be read
   */
  static void requireFree(StateDirectory directory) {
    Instant now = Instant.now();
    LockEntry own = LockEntry.ofThisProcess(now, Duration.ZERO);
    Lock lock =
        new Lock(directory.files(), directory.file(StateDirectory.LOCK), Clock.systemUTC(), own);
    try {
      Optional<LockEntry> there = lock.read(lock.file);
      if (there.isPresent() && there.get().staleness(now).isEmpty()) {
        throw lock.held(there.get());
      }
    } catch (IOException e) {
      throw lock.cannotWrite(e);
    }
  }

  /**
   * Removes the lock whoever holds it; that run then ends before it changes what is in force.
   *
   * @return whose it was, in words; empty when there was none
   * @throws Problem (output) when it cannot be removed
   */
  public static Optional<String> breakLock(StateDirectory directory) {
    Path file = directory.file(StateDirectory.LOCK);
    try {
      Optional<LockEntry> there = read(directory.files(), file);
      directory.files().delete(file, false);
      return there.map(entry -> entry.words(Instant.now()));
    } catch (IOException e) {
      throw Problem.because(
              Problem.Kind.OUTPUT,
              "lock " + file + ": cannot be removed: " + e.getMessage(),
              "look at rights")
          .causedBy(e);
    }
  }

  private Problem held(LockEntry other) {
    return Problem.of(
        Problem.Kind.LOCKED,
        "state directory " + file.getParent(),
        "no other run",
        "one of " + other.words(clock.instant()),
        "wait for it; --break-lock if it cannot be alive");
  }

  private Problem cannotWrite(IOException e) {
    return Problem.because(
            Problem.Kind.OUTPUT,
            "lock " + file + ": cannot be written or read: " + e.getMessage(),
            "look at rights and free space")
        .causedBy(e);
  }
}
