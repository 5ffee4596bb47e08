module example.consumer {
  requires dev.nightshift.core;
  requires dev.nightshift.git;
  requires dev.nightshift.models;
}
