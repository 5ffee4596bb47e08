package dev.nightshift.git.testing;

import dev.nightshift.core.base.Require;
import dev.nightshift.git.internal.repository.ScratchRepository;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A real git repository in a directory of its own, for tests. Commits have a fixed author and
 * fixed, increasing times, so equal steps give equal ids.
 *
 * <p>Nothing here needs the git program, and no user configuration plays a part. <b>Threads:</b>
 * safe for concurrent use.
 */
public final class TemporaryRepository implements AutoCloseable {
  private final ScratchRepository repository;

  private TemporaryRepository(ScratchRepository repository) {
    this.repository = repository;
  }

  /**
   * Creates a bare repository whose branch {@code main} has one commit.
   *
   * @param files content by path
   * @return the repository, to be closed by the caller
   */
  public static TemporaryRepository bare(Map<String, String> files) {
    Require.entries(files, "files");
    return new TemporaryRepository(ScratchRepository.create(files, true));
  }

  /**
   * Creates a repository with a work tree in which {@code main}, with one commit, is checked out.
   *
   * @param files content by path
   * @return the repository, to be closed by the caller
   */
  public static TemporaryRepository checkedOut(Map<String, String> files) {
    Require.entries(files, "files");
    return new TemporaryRepository(ScratchRepository.create(files, false));
  }

  /**
   * Returns where the repository is.
   *
   * @return the git directory of a bare repository, else the work tree
   */
  public Path directory() {
    return repository.directory();
  }

  /**
   * Commits on a branch without touching any work tree.
   *
   * @param branch an existing branch
   * @param changes new content by path
   * @return the commit
   */
  public String commit(String branch, Map<String, String> changes) {
    return repository.commit(branch, changes, List.of());
  }

  /**
   * Commits one file with its exact bytes on a branch without touching any work tree.
   *
   * @param branch an existing branch
   * @param path where the file is
   * @param content its bytes
   * @param executable true for an execute bit
   * @return the commit
   */
  public String commitFile(String branch, String path, byte[] content, boolean executable) {
    return repository.commitFile(branch, path, content, executable);
  }

  /**
   * Commits a symbolic link on a branch without touching any work tree.
   *
   * @param branch an existing branch
   * @param path where the link is
   * @param target what it holds
   * @return the commit
   */
  public String commitLink(String branch, String path, String target) {
    return repository.commitLink(branch, path, target);
  }

  /**
   * Commits deletions on a branch without touching any work tree.
   *
   * @param branch an existing branch
   * @param paths the files to delete
   * @return the commit
   */
  public String delete(String branch, String... paths) {
    return repository.commit(branch, Map.of(), List.of(paths));
  }

  /**
   * Points a ref at a commit, whatever it held before.
   *
   * @param ref a full name such as {@code refs/heads/topic}
   * @param commit the commit
   */
  public void setRef(String ref, String commit) {
    repository.setRef(ref, commit);
  }

  /**
   * Returns all refs but HEAD.
   *
   * @return full names, in order
   */
  public List<String> refs() {
    return repository.refs();
  }

  /**
   * Returns the commit a branch points to.
   *
   * @param branch a short name
   * @return 40 hexadecimal digits
   */
  public String tip(String branch) {
    return repository.tip(branch);
  }

  /**
   * Returns the tree of a commit.
   *
   * @param commit a commit
   * @return 40 hexadecimal digits
   */
  public String tree(String commit) {
    return repository.tree(commit);
  }

  /**
   * Returns the parents of a commit.
   *
   * @param commit a commit
   * @return the parents in order
   */
  public List<String> parents(String commit) {
    return repository.parents(commit);
  }

  /**
   * Returns the message of a commit.
   *
   * @param commit a commit
   * @return the whole message
   */
  public String message(String commit) {
    return repository.message(commit);
  }

  /**
   * Returns the files of a commit with their modes.
   *
   * @param commit a commit
   * @return mode by path, such as {@code 100644}, in path order
   */
  public Map<String, String> files(String commit) {
    return repository.files(commit);
  }

  /**
   * Returns a file of a commit as text.
   *
   * @param commit a commit
   * @param path an existing file
   * @return its content as UTF-8
   */
  public String read(String commit, String path) {
    return new String(readBytes(commit, path), java.nio.charset.StandardCharsets.UTF_8);
  }

  /**
   * Returns a file of a commit.
   *
   * @param commit a commit
   * @param path an existing file
   * @return its bytes
   */
  public byte[] readBytes(String commit, String path) {
    return repository.read(commit, path);
  }

  /**
   * Checks that everything reachable from any ref is there and well-formed.
   *
   * @return what is wrong, empty if nothing
   */
  public List<String> problems() {
    return repository.problems();
  }

  /** Deletes the repository. Closing twice is harmless. */
  @Override
  public void close() {
    repository.close();
  }
}
