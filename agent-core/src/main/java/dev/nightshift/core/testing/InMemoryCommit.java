package dev.nightshift.core.testing;

import dev.nightshift.core.internal.text.Digests;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One commit. Its id depends on its content only, so equal histories have equal ids.
 *
 * @param parents commits it comes from, first parent first
 * @param tree its files
 * @param message its message with trailers
 */
record InMemoryCommit(List<String> parents, InMemoryTree tree, String message) {
  InMemoryCommit {
    parents = List.copyOf(parents);
  }

  String id() {
    String content = tree.id() + '\n' + String.join(" ", parents) + '\n' + message;
    byte[] digest = Digests.sha1().digest(content.getBytes(StandardCharsets.UTF_8));
    return Digests.hex(digest);
  }
}
