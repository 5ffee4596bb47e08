package dev.nightshift.git.internal.scan;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.git.internal.disk.FileTree;
import dev.nightshift.git.internal.objects.Quarantine;
import dev.nightshift.git.internal.objects.SharedRepository;
import dev.nightshift.git.internal.objects.TreeEntry;
import dev.nightshift.git.internal.objects.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;

/**
 * The directory of a run: {@code ws} is all the agent sees, {@code home} the private home of its
 * commands, {@code git} the detached git directory, {@code owner} names the process. Each checkout
 * of a candidate is a directory of its own in {@code gates}, with {@code ws} and {@code home} only.
 */
public record RunDirectory(Path path) {
  public Path workspace() {
    return path.resolve("ws");
  }

  public Path home() {
    return path.resolve("home");
  }

  public Path git() {
    return path.resolve("git");
  }

  /** Creates the directory of one more checkout. */
  public RunDirectory createGate() throws IOException {
    Path gates = Files.createDirectories(path.resolve("gates"));
    String number = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    RunDirectory gate = new RunDirectory(Files.createDirectory(gates.resolve(number)));
    Files.createDirectory(gate.home());
    Files.createDirectory(gate.workspace());
    return gate;
  }

  /** Fills a new run directory with the files of a tree. */
  public void fill(SharedRepository shared, ObjectReader reader, ObjectId tree) throws IOException {
    Quarantine.create(git(), shared.commonDir().resolve("objects"));
    Files.createDirectory(home());
    Files.createDirectory(workspace());
    checkOut(reader, tree, workspace());
  }

  /** Writes the files of a tree into an empty directory. */
  public static void checkOut(ObjectReader reader, ObjectId tree, Path directory)
      throws IOException {
    FileTree files = FileTree.ofRun(directory);
    for (TreeEntry entry : Trees.read(reader, tree).values()) {
      write(files, entry, entry.isSubmodule() ? new byte[0] : content(reader, entry));
    }
  }

  /** Writes one entry, byte for byte. */
  public static void write(FileTree files, TreeEntry entry, byte[] content) throws IOException {
    if (entry.isSubmodule()) {
      files.makeDirectory(entry.path());
    } else if (entry.isLink()) {
      files.writeLink(entry.path(), new String(content, StandardCharsets.UTF_8));
    } else {
      files.writeFile(entry.path(), content, entry.isExecutable());
    }
  }

  private static byte[] content(ObjectReader reader, TreeEntry entry) throws IOException {
    try {
      return reader.open(entry.id(), Constants.OBJ_BLOB).getBytes(Integer.MAX_VALUE - 16);
    } catch (MissingObjectException | CorruptObjectException damaged) {
      throw new WorkspaceException(
          WorkspaceException.Kind.UNSUPPORTED,
          "file '"
              + VisibleText.name(entry.path())
              + "' cannot be read from the repository: "
              + damaged.getMessage()
              + "; look at it with 'git fsck', and fetch or restore that object",
          damaged);
    }
  }
}
