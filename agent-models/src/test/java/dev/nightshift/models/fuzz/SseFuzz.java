package dev.nightshift.models.fuzz;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Feeds damaged answers of all wire formats through the code of a call; see scripts/prove. */
public final class SseFuzz {
  /** How long one input may take, on a machine that does other things too. */
  private static final Duration LONGEST = Duration.ofSeconds(20);

  private final long firstSeed;
  private final long inputs;
  private final AtomicLong next = new AtomicLong();
  private final LongAdder answered = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final AtomicReference<@Nullable String> failure = new AtomicReference<>();
  private final List<Reader> readers = new ArrayList<>();

  SseFuzz(long firstSeed, long inputs) {
    this.firstSeed = firstSeed;
    this.inputs = inputs;
  }

  /**
   * Runs as a program.
   *
   * @param arguments {@code --quick}, {@code --seed N}, {@code --inputs N}
   */
  public static void main(String[] arguments) throws InterruptedException {
    long seed = System.nanoTime();
    long inputs = 1_000_000;
    for (int i = 0; i < arguments.length; i++) {
      String[] option = arguments[i].split("=", 2);
      switch (option[0]) {
        case "--quick" -> inputs = 20_000;
        case "--seed" -> seed = Long.parseLong(option.length == 2 ? option[1] : arguments[++i]);
        case "--inputs" -> inputs = Long.parseLong(option.length == 2 ? option[1] : arguments[++i]);
        default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
      }
    }
    SseFuzz fuzz = new SseFuzz(seed, inputs);
    // Halts, since a reader that hangs cannot be stopped.
    Runtime.getRuntime().halt(fuzz.report(System.out) ? 0 : 1);
  }

  /** Runs all inputs and says what came of it. */
  boolean report(PrintStream out) throws InterruptedException {
    out.println("seed " + firstSeed + ", " + inputs + " inputs");
    out.flush();
    long before = usedAfterCollection();
    long start = System.nanoTime();
    long largest = run();
    double seconds = (System.nanoTime() - start) / 1e9;
    String failed = failure.get();
    if (failed != null) {
      out.println(failed);
      return false;
    }
    out.printf(
        "%d inputs of %d formats, %d MB, in %.1f s: %d answers, %d typed failures, nothing else%n",
        inputs,
        FuzzedInput.FORMATS.size(),
        bytes.sum() >> 20,
        seconds,
        answered.sum(),
        inputs - answered.sum());
    out.printf(
        "slowest input %d ms; heap of %d MB: %d MB used before, %d MB after, %d MB at most%n",
        readers.stream().mapToLong(reader -> reader.slowest).max().orElse(0) / 1_000_000,
        Runtime.getRuntime().maxMemory() >> 20,
        before >> 20,
        usedAfterCollection() >> 20,
        largest >> 20);
    return true;
  }

  /** Waits for all readers; returns the most memory that was seen in use, garbage included. */
  private long run() throws InterruptedException {
    int count = Runtime.getRuntime().availableProcessors();
    for (int i = 0; i < count; i++) {
      Reader reader = new Reader();
      readers.add(reader);
      reader.start();
    }
    long largest = used();
    for (Reader reader : readers) {
      while (reader.isAlive() && failure.get() == null) {
        reader.join(50);
        largest = Math.max(largest, used());
        readers.forEach(Reader::requireProgress);
      }
    }
    return largest;
  }

  private static long usedAfterCollection() {
    System.gc();
    return used();
  }

  private static long used() {
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private void fail(long seed, String what) {
    failure.compareAndSet(
        null,
        "FAILED: "
            + what
            + "\nrepeat it with: scripts/prove sse-fuzz --seed "
            + seed
            + " --inputs 1");
  }

  private final class Reader extends Thread {
    private volatile long seed;
    private volatile long since = System.nanoTime();
    private volatile long slowest;

    Reader() {
      super("reader");
      setDaemon(true);
    }

    @Override
    public void run() {
      for (long i = next.getAndIncrement();
          i < inputs && failure.get() == null;
          i = next.getAndIncrement()) {
        seed = firstSeed + i;
        since = System.nanoTime();
        read();
        slowest = Math.max(slowest, System.nanoTime() - since);
      }
    }

    private void read() {
      FuzzedInput input = FuzzedInput.of(seed);
      try {
        bytes.add(input.stream().length);
        if (FuzzCheck.isAnswered(input)) {
          answered.increment();
        }
      } catch (Throwable unexpected) { // whatever a call ends with but an answer and its failure
        fail(seed, input + ": " + trace(unexpected));
      }
    }

    private void requireProgress() {
      if (isAlive() && System.nanoTime() - since > LONGEST.toNanos()) {
        fail(seed, "no end after " + LONGEST + ", in " + List.of(getStackTrace()));
      }
    }

    private String trace(Throwable failure) {
      StackTraceElement[] frames = failure.getStackTrace();
      String what = failure.toString();
      StringBuilder trace = new StringBuilder(what.substring(0, Math.min(2_000, what.length())));
      for (int i = 0; i < Math.min(20, frames.length); i++) {
        trace.append("\n  at ").append(frames[i]);
      }
      return trace.toString();
    }
  }
}
