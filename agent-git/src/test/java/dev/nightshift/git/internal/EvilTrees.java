package dev.nightshift.git.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.TreeFormatter;

/** Writes commits no git program would make. */
public final class EvilTrees {
  private EvilTrees() {}

  /** Returns a commit with the file {@code pwned} in a directory of any name. */
  public static String commit(Path repository, String directory) {
    try (SharedRepository.Lease lease = SharedRepository.of(repository.toRealPath()).lease();
        ObjectInserter inserter = lease.repository().newObjectInserter()) {
      ObjectId blob =
          inserter.insert(Constants.OBJ_BLOB, "pwned\n".getBytes(StandardCharsets.UTF_8));
      ObjectId inner = insert(inserter, "pwned", FileMode.REGULAR_FILE, blob);
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(insert(inserter, directory, FileMode.TREE, inner));
      PersonIdent who = new PersonIdent("Tester", "tester@localhost");
      commit.setAuthor(who);
      commit.setCommitter(who);
      commit.setMessage("Evil\n");
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      return id.name();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static ObjectId insert(
      ObjectInserter inserter, String name, FileMode mode, ObjectId child) throws IOException {
    TreeFormatter tree = new TreeFormatter();
    tree.append(name.getBytes(StandardCharsets.UTF_8), 0, name.length(), mode, child, true);
    return inserter.insert(Constants.OBJ_TREE, tree.toByteArray());
  }
}
