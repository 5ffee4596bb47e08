package dev.nightshift.git.internal.objects;

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
      String commit = commit(inserter, insert(inserter, directory, FileMode.TREE, inner));
      inserter.flush();
      return commit;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Returns a commit with a submodule, such as {@code libs/sub}, that lies in a directory. */
  public static String commitWithSubmodule(Path repository, String path) {
    try (SharedRepository.Lease lease = SharedRepository.of(repository.toRealPath()).lease();
        ObjectInserter inserter = lease.repository().newObjectInserter()) {
      int slash = path.indexOf('/');
      ObjectId elsewhere = ObjectId.fromString("1".repeat(40));
      ObjectId inner = insert(inserter, path.substring(slash + 1), FileMode.GITLINK, elsewhere);
      String commit =
          commit(inserter, insert(inserter, path.substring(0, slash), FileMode.TREE, inner));
      inserter.flush();
      return commit;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Returns a commit with one file of any mode. */
  public static String commitWithMode(Path repository, String name, int mode) {
    try (SharedRepository.Lease lease = SharedRepository.of(repository.toRealPath()).lease();
        ObjectInserter inserter = lease.repository().newObjectInserter()) {
      ObjectId blob = inserter.insert(Constants.OBJ_BLOB, "odd\n".getBytes(StandardCharsets.UTF_8));
      java.io.ByteArrayOutputStream tree = new java.io.ByteArrayOutputStream();
      tree.writeBytes(
          (Integer.toOctalString(mode) + " " + name + "\0").getBytes(StandardCharsets.UTF_8));
      byte[] id = new byte[Constants.OBJECT_ID_LENGTH];
      blob.copyRawTo(id, 0);
      tree.writeBytes(id);
      String commit = commit(inserter, inserter.insert(Constants.OBJ_TREE, tree.toByteArray()));
      inserter.flush();
      return commit;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static String commit(ObjectInserter inserter, ObjectId tree) throws IOException {
    CommitBuilder commit = new CommitBuilder();
    commit.setTreeId(tree);
    PersonIdent who = new PersonIdent("Tester", "tester@localhost");
    commit.setAuthor(who);
    commit.setCommitter(who);
    commit.setMessage("Evil\n");
    return inserter.insert(commit).name();
  }

  private static ObjectId insert(
      ObjectInserter inserter, String name, FileMode mode, ObjectId child) throws IOException {
    TreeFormatter tree = new TreeFormatter();
    tree.append(name.getBytes(StandardCharsets.UTF_8), 0, name.length(), mode, child, true);
    return inserter.insert(Constants.OBJ_TREE, tree.toByteArray());
  }
}
