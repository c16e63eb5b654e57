/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.flink;

import java.io.IOException;
import java.io.Serializable;
import java.util.Objects;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.util.InstantiationUtil;

/**
 * The type of what one operator hands over to the next. There are two sorts: metadata, which
 * crosses the network by Java serialization (few and small), and rows, which must stay in their
 * chain and fail loudly when a change of the job graph would send them anywhere.
 */
public final class HandOverType<T> extends TypeInformation<T> {
  private static final long serialVersionUID = 1L;

  private final Class<T> type;
  private final TypeSerializer<T> serializer;

  private HandOverType(Class<T> type, TypeSerializer<T> serializer) {
    this.type = type;
    this.serializer = serializer;
  }

  /** Metadata that crosses the network. */
  @SuppressWarnings("unchecked")
  public static <T extends Serializable> TypeInformation<T> serialized(Class<T> type) {
    return new HandOverType<>(
        type, (TypeSerializer<T>) (TypeSerializer<?>) MetadataSerializer.INSTANCE);
  }

  /** Rows that never leave their chain. */
  @SuppressWarnings("unchecked")
  public static <T> TypeInformation<T> chained(Class<T> type) {
    return new HandOverType<>(
        type, (TypeSerializer<T>) (TypeSerializer<?>) ChainedSerializer.INSTANCE);
  }

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  @Override
  public Class<T> getTypeClass() {
    return type;
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public TypeSerializer<T> createSerializer(SerializerConfig config) {
    return serializer;
  }

  @Override
  @SuppressWarnings("deprecation") // Abstract in Flink 1.20, which calls the other one.
  public TypeSerializer<T> createSerializer(ExecutionConfig config) {
    return serializer;
  }

  @Override
  public String toString() {
    return type.getSimpleName();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HandOverType
        && type == ((HandOverType<?>) other).type
        && serializer.equals(((HandOverType<?>) other).serializer);
  }

  @Override
  public int hashCode() {
    return Objects.hash(type);
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof HandOverType;
  }

  /** What both sorts have in common: values are never changed once handed over. */
  private abstract static class HandOverSerializer extends TypeSerializerSingleton<Object> {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean isImmutableType() {
      return true;
    }

    @Override
    public Object createInstance() {
      return null;
    }

    @Override
    public Object copy(Object from) {
      return from;
    }

    @Override
    public Object copy(Object from, Object reuse) {
      return from;
    }

    @Override
    public int getLength() {
      return -1;
    }

    @Override
    public Object deserialize(Object reuse, DataInputView source) throws IOException {
      return deserialize(source);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
      serialize(deserialize(source), target);
    }
  }

  /** Java serialization of metadata. */
  public static final class MetadataSerializer extends HandOverSerializer {
    private static final long serialVersionUID = 1L;
    static final MetadataSerializer INSTANCE = new MetadataSerializer();

    @Override
    public void serialize(Object value, DataOutputView target) throws IOException {
      byte[] bytes = InstantiationUtil.serializeObject(value);
      target.writeInt(bytes.length);
      target.write(bytes);
    }

    @Override
    public Object deserialize(DataInputView source) throws IOException {
      byte[] bytes = new byte[source.readInt()];
      source.readFully(bytes);
      try {
        return InstantiationUtil.deserializeObject(bytes, getClass().getClassLoader());
      } catch (ClassNotFoundException e) {
        throw new IOException(e);
      }
    }

    @Override
    public TypeSerializerSnapshot<Object> snapshotConfiguration() {
      return new MetadataSnapshot();
    }

    /** What Flink keeps of the serializer in a checkpoint; a batch job has none. */
    public static final class MetadataSnapshot extends SimpleTypeSerializerSnapshot<Object> {
      /** For Flink. */
      public MetadataSnapshot() {
        super(() -> INSTANCE);
      }
    }
  }

  /** Refuses to serialize. */
  public static final class ChainedSerializer extends HandOverSerializer {
    private static final long serialVersionUID = 1L;
    static final ChainedSerializer INSTANCE = new ChainedSerializer();

    @Override
    public void serialize(Object value, DataOutputView target) {
      throw new IllegalStateException(
          "rows must stay in the chain stringify → write, but the job graph sends them elsewhere");
    }

    @Override
    public Object deserialize(DataInputView source) {
      throw new IllegalStateException("rows are never sent, so none can be received");
    }

    @Override
    public TypeSerializerSnapshot<Object> snapshotConfiguration() {
      return new ChainedSnapshot();
    }

    /** What Flink keeps of the serializer in a checkpoint; a batch job has none. */
    public static final class ChainedSnapshot extends SimpleTypeSerializerSnapshot<Object> {
      /** For Flink. */
      public ChainedSnapshot() {
        super(() -> INSTANCE);
      }
    }
  }
}
