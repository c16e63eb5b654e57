/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.rpc;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RpcOptions;
import org.apache.flink.runtime.rpc.AddressResolution;
import org.apache.flink.runtime.rpc.RpcService;
import org.apache.flink.runtime.rpc.RpcSystem;

/**
 * Flink's calls between the parts of a cluster that all live in this process: as Flink's own RPC
 * system makes them there, without serialization, but without Pekko, whose start takes as long as
 * that of all else in the cluster. Nothing outside the process can be called, nor call.
 */
public final class ProcessRpcSystem implements RpcSystem {
  /** What Flink's own takes; only the size of metrics' answers is held to it. */
  private static final long MOST_MESSAGE_BYTES = 10L << 20;

  @Override
  public RpcServiceBuilder localServiceBuilder(Configuration configuration) {
    return new Builder(configuration.get(RpcOptions.ASK_TIMEOUT_DURATION));
  }

  @Override
  public RpcServiceBuilder remoteServiceBuilder(
      Configuration configuration, String externalAddress, String externalPortRange) {
    throw oneProcess();
  }

  @Override
  public String getRpcUrl(
      String hostname,
      int port,
      String endpointName,
      AddressResolution resolution,
      Configuration configuration) {
    throw oneProcess();
  }

  @Override
  public InetSocketAddress getInetSocketAddressFromRpcUrl(String url) {
    throw oneProcess();
  }

  private static UnsupportedOperationException oneProcess() {
    return new UnsupportedOperationException("the cluster lives in one process, without a network");
  }

  @Override
  public long getMaximumMessageSizeInBytes(Configuration configuration) {
    return MOST_MESSAGE_BYTES;
  }

  private static final class Builder implements RpcServiceBuilder {
    private final Duration timeout;
    private String component = "flink";

    Builder(Duration timeout) {
      this.timeout = timeout;
    }

    @Override
    public RpcServiceBuilder withComponentName(String name) {
      component = name;
      return this;
    }

    @Override
    public RpcServiceBuilder withBindAddress(String address) {
      throw oneProcess();
    }

    @Override
    public RpcServiceBuilder withBindPort(int port) {
      throw oneProcess();
    }

    /** There are as many threads as there is work. */
    @Override
    public RpcServiceBuilder withExecutorConfiguration(
        RpcSystem.FixedThreadPoolExecutorConfiguration configuration) {
      return this;
    }

    /** There are as many threads as there is work. */
    @Override
    public RpcServiceBuilder withExecutorConfiguration(
        RpcSystem.ForkJoinExecutorConfiguration configuration) {
      return this;
    }

    @Override
    public RpcService createAndStart() {
      return new ProcessRpcService(component, timeout);
    }
  }
}
