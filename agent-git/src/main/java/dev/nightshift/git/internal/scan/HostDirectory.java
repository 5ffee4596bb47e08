package dev.nightshift.git.internal.scan;

import dev.nightshift.git.internal.objects.TreeEntry;
import dev.nightshift.git.internal.rules.NotTaken;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * The directory in a workspace that the host uses itself. The branch keeps what it has there; what
 * an agent changed is named.
 */
final class HostDirectory {
  /** Its path. */
  static final String PATH = ".nightshift";

  /** Where the host puts the output of commands. */
  private static final Set<String> OUTPUT = Set.of("output", "tmp");

  private final Branch branch;
  private final Intake intake;

  HostDirectory(Branch branch, Intake intake) {
    this.branch = branch;
    this.intake = intake;
  }

  /** Names what is not as the branch has it. */
  void leaveOut(Path directory, LeftOutList leftOut) throws IOException {
    NotTaken reserved = NotTaken.refused("'" + PATH + "' belongs to the host");
    for (TreeEntry entry : branch.below(PATH)) {
      Path file = directory.resolveSibling(entry.path());
      if (entry.isFile() && !intake.isUnchanged(file, entry)) {
        leftOut.add(entry.path(), reserved);
      }
    }
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
      for (Path child : children) {
        String path = PATH + "/" + child.getFileName();
        boolean known = branch.known(path) != null || branch.knowsBelow(path);
        if (!known && !OUTPUT.contains(String.valueOf(child.getFileName()))) {
          leftOut.add(path, reserved);
        }
      }
    } catch (FileSystemException unseen) {
      leftOut.add(PATH, reserved);
    }
  }
}
