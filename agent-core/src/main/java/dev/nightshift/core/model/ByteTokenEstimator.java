package dev.nightshift.core.model;

import java.util.List;

/** STUB. */
final class ByteTokenEstimator implements TokenEstimator {
  private ByteTokenEstimator() {}

  static TokenEstimator ofFactor(int factorPercent) {
    throw new UnsupportedOperationException("stub " + factorPercent);
  }

  @Override
  public long upperBound(ModelRequest request) {
    throw new UnsupportedOperationException("stub");
  }

  @Override
  public long upperBound(List<Turn> turns) {
    throw new UnsupportedOperationException("stub");
  }
}
