/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.storage;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.Arrays;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.util.TemporaryClassLoaderContext;
import org.apache.flink.util.WrappingProxy;
import org.apache.flink.util.WrappingProxyUtil;

/**
 * The S3 client inside the plugin flink-s3-fs-hadoop, for what Flink's file system cannot express.
 * The plugin has class loaders of its own, so all calls are by reflection, with its loader in
 * place.
 */
final class PluginS3 {
  private final Object hadoop;
  private final Object client;

  private PluginS3(Object hadoop, Object client) {
    this.hadoop = hadoop;
    this.client = client;
  }

  /**
   * The client that serves a bucket.
   *
   * @throws IOException where the file system is not flink-s3-fs-hadoop's
   */
  static PluginS3 of(Location location) throws IOException {
    URI uri = new Path(location.root().uri()).toUri();
    FileSystem files = FileSystem.getUnguardedFileSystem(uri);
    Object plugin = files;
    if (files instanceof WrappingProxy) {
      @SuppressWarnings("unchecked") // Flink wraps a file system in file systems.
      WrappingProxy<FileSystem> proxy = (WrappingProxy<FileSystem>) files;
      plugin = WrappingProxyUtil.stripProxy(proxy);
    }
    try {
      Object hadoop = method(plugin, "getHadoopFileSystem", 0).invoke(plugin);
      Method client = method(hadoop, "getAmazonS3ClientForTesting", 1);
      return new PluginS3(hadoop, client.invoke(hadoop, "parquetry"));
    } catch (ReflectiveOperationException e) {
      throw new IOException(
          location.root() + " is not served by flink-s3-fs-hadoop but by " + plugin.getClass(), e);
    }
  }

  /** A new object of a class of the plugin. */
  Object make(String className, Object... arguments) throws IOException {
    return within(
        () -> {
          Class<?> type = client.getClass().getClassLoader().loadClass(className);
          for (Constructor<?> constructor : type.getConstructors()) {
            if (accepts(constructor.getParameterTypes(), arguments)) {
              return constructor.newInstance(arguments);
            }
          }
          throw new NoSuchMethodException(className + Arrays.toString(arguments));
        });
  }

  /** Calls the S3 client. */
  Object call(String method, Object... arguments) throws IOException {
    return invoke(client, method, arguments);
  }

  /** Calls Hadoop's S3 file system. */
  Object callHadoop(String method, Object... arguments) throws IOException {
    return invoke(hadoop, method, arguments);
  }

  /** Calls any object of the plugin; what the call throws comes as it is or as a cause. */
  Object invoke(Object target, String method, Object... arguments) throws IOException {
    return within(
        () -> {
          for (Method candidate : target.getClass().getMethods()) {
            if (candidate.getName().equals(method)
                && accepts(candidate.getParameterTypes(), arguments)) {
              candidate.setAccessible(true);
              return candidate.invoke(target, arguments);
            }
          }
          throw new NoSuchMethodException(target.getClass() + "." + method);
        });
  }

  private static boolean accepts(Class<?>[] types, Object[] arguments) {
    boolean accepts = types.length == arguments.length;
    for (int i = 0; accepts && i < arguments.length; i++) {
      accepts = types[i].isInstance(arguments[i]) || types[i] == long.class;
    }
    return accepts;
  }

  private static Method method(Object target, String name, int parameters)
      throws NoSuchMethodException {
    return Arrays.stream(target.getClass().getMethods())
        .filter(m -> m.getName().equals(name) && m.getParameterCount() == parameters)
        .findFirst()
        .orElseThrow(() -> new NoSuchMethodException(name));
  }

  private interface Reflection {
    Object run() throws ReflectiveOperationException;
  }

  @SuppressWarnings("try") // The context works by being open.
  private Object within(Reflection reflection) throws IOException {
    try (TemporaryClassLoaderContext plugin =
        TemporaryClassLoaderContext.of(client.getClass().getClassLoader())) {
      return reflection.run();
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IOException) {
        throw (IOException) e.getCause();
      }
      throw new PluginFailure(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IOException("flink-s3-fs-hadoop is not of the expected version: " + e, e);
    }
  }

  /** What the plugin's client threw. */
  static final class PluginFailure extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    PluginFailure(Throwable cause) {
      super(String.valueOf(cause.getMessage()), cause);
      this.status = status(cause);
    }

    /** The HTTP status of the answer; 0 where there was none. */
    int status() {
      return status;
    }

    private static int status(Throwable cause) {
      try {
        return (Integer) cause.getClass().getMethod("getStatusCode").invoke(cause);
      } catch (ReflectiveOperationException e) {
        return 0;
      }
    }
  }
}
