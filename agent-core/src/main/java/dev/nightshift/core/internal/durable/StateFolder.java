package dev.nightshift.core.internal.durable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directory that holds all that outlives an engine, which is nobody's but its owner's. */
public final class StateFolder {
  private static final Logger LOG = LoggerFactory.getLogger(StateFolder.class);

  /** What engines and their command line keep there. */
  private static final Pattern OURS =
      Pattern.compile("runs|keys|ledger|trust|setups|reports|batch-[^/]*\\.log");

  private static final Set<PosixFilePermission> OF_OTHERS =
      EnumSet.complementOf(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  private StateFolder() {}

  /**
   * Closes a directory to others that is open to them, if it holds nothing but what is kept for
   * engines; else warns. One that is missing is made closed by who writes first.
   *
   * @param directory of this process's user, or the warning says that it could not be closed
   */
  public static void close(Path directory) {
    try {
      if (!Files.isDirectory(directory) || !isOpen(directory)) {
        return;
      }
      List<String> others = others(directory);
      if (!others.isEmpty()) {
        LOG.warn(
            "the state directory {} is open to others and left so, because it holds other things,"
                + " such as '{}': runs can be read by their owner alone, but who may write in it can"
                + " replace them; give them a directory of their own, or chmod 700 this one",
            directory,
            others.get(0));
        return;
      }
      DurableFiles.closeToOthers(directory);
      LOG.info("the state directory {} was open to others, and is closed to them now", directory);
    } catch (IOException notClosed) {
      LOG.warn(
          "the state directory {} is open to others and cannot be closed ({}): who may write in it"
              + " can replace its runs; make it this user's, or chmod 700 it",
          directory,
          notClosed.toString());
    }
  }

  private static boolean isOpen(Path directory) throws IOException {
    boolean isPosix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
    return isPosix
        && Files.getPosixFilePermissions(directory).stream().anyMatch(OF_OTHERS::contains);
  }

  private static List<String> others(Path directory) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.map(path -> path.getFileName().toString())
          .filter(name -> !OURS.matcher(name).matches())
          .sorted()
          .toList();
    }
  }
}
