package io.tiffin.store.memcached;

import java.util.List;

/** The nodes that the settings list: the same for as long as the process lives. */
final class ListedCluster implements Cluster {

  private final NodeClients clients;
  private final Nodes nodes;

  /**
   * @param now on the ticker's scale
   */
  ListedCluster(NodeClients clients, String keyPrefix, List<String> servers, long now) {
    this.clients = clients;
    nodes =
        Nodes.of(
            new MemcachedKeys(keyPrefix, 0), servers.stream().map(clients::open).toList(), now);
  }

  @Override
  public Nodes now() {
    return nodes;
  }

  @Override
  public Exception whyEmpty() {
    return new MemcachedRefusedException("no server is listed");
  }

  @Override
  public void close() {
    nodes.all().forEach(Node::close);
    clients.close();
  }
}
