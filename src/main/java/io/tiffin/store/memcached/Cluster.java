package io.tiffin.store.memcached;

/** Which nodes there are. Thread-safe. */
interface Cluster extends AutoCloseable {

  /** The nodes as known now; those of one call may have been closed at the next. */
  Nodes now();

  /** Why no node is known. */
  Exception whyEmpty();

  /** Closes the connections to all nodes; requests fail from then on. */
  @Override
  void close();
}
