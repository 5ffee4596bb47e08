package dev.nightshift.core.tree;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.jail.Jail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Swaps directories of a workspace for links to a directory outside while files are written, read
 * and deleted, and counts what reached the outside.
 *
 * <p>Started as a program it runs the long proof: {@code PathRace [operations [unsecured]]},
 * default 200,000. With {@code unsecured} it uses the fallback for other platforms, which is
 * expected to lose: that shows that the race has teeth.
 */
final class PathRace {
  private static final String[] SWAPPED = {"d", "d/sub", "new", ".nightshift/tmp", ".nightshift"};
  private final Path root;
  private final Path outside;
  private final AtomicBoolean stop = new AtomicBoolean();
  private final AtomicLong swaps = new AtomicLong();

  PathRace(Path directory) throws IOException {
    root = Files.createDirectories(directory.toRealPath().resolve("checkout"));
    outside = Files.createDirectories(directory.toRealPath().resolve("outside"));
    Files.writeString(outside.resolve("secret"), "secret");
  }

  public static void main(String[] arguments) throws Exception {
    long operations = arguments.length == 0 ? 200_000 : Long.parseLong(arguments[0]);
    PathRace race = new PathRace(Files.createTempDirectory("path-race"));
    WorkspaceFiles files =
        arguments.length > 1 && arguments[1].equals("unsecured")
            ? new JailedDirectory(Jail.unsecured(race.root))
            : WorkspaceFiles.ofDirectory(race.root);
    Result result = race.run(files, operations);
    System.out.println(result);
    System.exit(result.escapes() == 0 && result.refused() > 0 && result.done() > 0 ? 0 : 1);
  }

  /**
   * What a race came to.
   *
   * @param done operations that succeeded
   * @param refused operations that were refused or failed
   * @param swaps how often a directory and a link changed places
   * @param escapes files outside that were made, changed, deleted or read
   */
  record Result(long done, long refused, long swaps, long escapes) {}

  Path root() {
    return root;
  }

  Result run(WorkspaceFiles files, long operations) throws Exception {
    Thread swapper = new Thread(this::swap, "swapper");
    swapper.start();
    long done = 0;
    long leaks = 0;
    try {
      for (long i = 0; i < operations; i++) {
        try {
          leaks += operate(files, i);
          done++;
        } catch (WorkspaceException expected) {
          // Refused, or the directory was away at that moment.
        }
      }
    } finally {
      stop.set(true);
      swapper.join();
    }
    return new Result(done, operations - done, swaps.get(), leaks + escapes());
  }

  /** Does one operation; returns 1 if it read the secret. */
  private static int operate(WorkspaceFiles files, long i) {
    switch ((int) (i % 6)) {
      case 0 -> files.write("d/f" + i % 50, new byte[] {1});
      case 1 -> files.write("d/sub/f" + i % 50, new byte[] {1});
      case 2 -> files.write("new/made" + i % 50 + "/deep/f", new byte[] {1});
      case 3 -> files.write("d/made" + i + "/f", new byte[] {1});
      case 4 -> files.delete("d/made" + (i - 1) + "/f");
      default -> {
        return files.read("d/secret").bytes().length == 6 ? 1 : 0;
      }
    }
    return 0;
  }

  private void swap() {
    for (int i = 0; !stop.get(); i++) {
      Path place = root.resolve(SWAPPED[i % SWAPPED.length]);
      Path aside = root.resolve("aside" + i % SWAPPED.length);
      if (Files.isSymbolicLink(place.getParent())) {
        continue;
      }
      try {
        if (Files.isSymbolicLink(place)) {
          Files.delete(place);
          if (Files.exists(aside)) {
            Files.move(aside, place, StandardCopyOption.ATOMIC_MOVE);
          }
        } else {
          if (Files.exists(aside)) {
            Files.move(aside, root.resolve("old" + i), StandardCopyOption.ATOMIC_MOVE);
          }
          if (Files.exists(place)) {
            Files.move(place, aside, StandardCopyOption.ATOMIC_MOVE);
          }
          Files.createSymbolicLink(place, outside);
        }
        swaps.incrementAndGet();
      } catch (IOException lostTheRace) {
        // The writer made or removed the directory first.
      }
    }
  }

  /** Counts what is outside and should not be; what the swapper itself does never reaches it. */
  private long escapes() throws IOException {
    boolean same = Files.readString(outside.resolve("secret")).equals("secret");
    try (Stream<Path> all = Files.walk(outside)) {
      return all.count() - 2 + (same ? 0 : 1);
    }
  }
}
