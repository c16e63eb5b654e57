/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.cli;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.rpc.RpcSystem;
import org.apache.flink.runtime.rpc.RpcSystemLoader;

/**
 * Takes Flink's RPC system from the class path, where the distribution of this program has it:
 * Flink's own loader copies a jar of 21 MB to a temporary file first, and loads its classes without
 * the archive that the build has made. Where the class path has none, Flink goes on to its own.
 */
public final class ClassPathRpc implements RpcSystemLoader {
  private static final String RPC_SYSTEM = "org.apache.flink.runtime.rpc.pekko.PekkoRpcSystem";

  /** Before Flink's own, which is 0. */
  @Override
  public int getLoadPriority() {
    return -1;
  }

  @Override
  public RpcSystem loadRpcSystem(Configuration configuration) {
    try {
      return Class.forName(RPC_SYSTEM)
          .asSubclass(RpcSystem.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(RPC_SYSTEM + " is not on the class path", e);
    }
  }
}
