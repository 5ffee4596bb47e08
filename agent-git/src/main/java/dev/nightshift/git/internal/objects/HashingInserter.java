package dev.nightshift.git.internal.objects;

import java.io.IOException;
import java.io.InputStream;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;

/** Says which ids objects would get, and stores nothing. Used by one thread. */
public final class HashingInserter extends ObjectInserter.Filter {
  private final ObjectInserter formatter = new ObjectInserter.Formatter();

  @Override
  protected ObjectInserter delegate() {
    return formatter;
  }

  @Override
  public ObjectId insert(int type, byte[] data, int from, int length) {
    return idFor(type, data, from, length);
  }

  @Override
  public ObjectId insert(int type, byte[] data) {
    return idFor(type, data);
  }

  @Override
  public ObjectId insert(int type, long length, InputStream in) throws IOException {
    return idFor(type, length, in);
  }

  @Override
  public void flush() {
    // There is nothing to write.
  }
}
