package dev.nightshift.git.internal.objects;

import dev.nightshift.core.base.WorkspaceException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;

/**
 * Objects of a merge, kept in memory until it is known to be wanted, so that a conflict leaves
 * nothing behind. Used by one thread.
 */
public final class PendingObjects {
  private record Pending(int type, RawBytes bytes) {}

  private final ObjectInserter.Formatter formatter = new ObjectInserter.Formatter();
  private final Map<ObjectId, Pending> objects = new LinkedHashMap<>();

  /** Adds an object. */
  public ObjectId add(int type, byte[] bytes) {
    ObjectId id = formatter.idFor(type, bytes);
    objects.putIfAbsent(id, new Pending(type, RawBytes.of(bytes)));
    return id;
  }

  /** Returns the bytes of an object that is pending here or stored already. */
  public byte[] bytes(ObjectReader reader, ObjectId id) throws IOException {
    Pending pending = objects.get(id);
    return pending == null ? stored(reader, id) : pending.bytes().array();
  }

  /** Stores all objects. */
  public void storeIn(Repository repository) throws IOException {
    try (ObjectsOnDisk disk = ObjectsOnDisk.of(repository)) {
      for (Pending pending : objects.values()) {
        ObjectsOnDisk.write(() -> disk.inserter().insert(pending.type(), pending.bytes().array()));
      }
      disk.inserter().flush();
    }
    objects.clear();
  }

  private static byte[] stored(ObjectReader reader, ObjectId id) throws IOException {
    var loader = reader.open(id);
    if (loader.getSize() > Integer.MAX_VALUE - 16) {
      throw new WorkspaceException(
          WorkspaceException.Kind.TOO_LARGE,
          "object " + id.name() + " has " + loader.getSize() + " bytes, more than fits memory");
    }
    return loader.getBytes(Integer.MAX_VALUE - 16);
  }
}
