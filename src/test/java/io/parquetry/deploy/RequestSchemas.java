/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.deploy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.ApplicationDetail;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/**
 * Schemas of Managed Flink's requests, from the classes of the AWS SDK, which are generated from
 * the service's own API model and name members, types and enumerations, but not what is required.
 */
final class RequestSchemas {
  private static final String MODELS = ApplicationDetail.class.getPackageName() + ".";
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private RequestSchemas() {}

  /** The schema of a type of the model, such as {@code CreateApplicationRequest}. */
  static StrictSchema of(String type) {
    return new StrictSchema(schema(model(type)));
  }

  /** The names of a type's members. */
  static Set<String> members(String type) {
    return model(type).sdkFields().stream()
        .map(SdkField::memberName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static SdkPojo model(String type) {
    try {
      Object builder = Class.forName(MODELS + type).getMethod("builder").invoke(null);
      return (SdkPojo) ((SdkBuilder<?, ?>) builder).build();
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("the service has no " + type, e);
    }
  }

  private static ObjectNode schema(SdkPojo type) {
    ObjectNode schema = typed("object").put("additionalProperties", false);
    ObjectNode properties = schema.putObject("properties");
    for (SdkField<?> field : type.sdkFields()) {
      properties.set(field.memberName(), schema(field, type));
    }
    return schema;
  }

  private static ObjectNode schema(SdkField<?> field, SdkPojo of) {
    MarshallingType<?> type = field.marshallingType();
    if (type == MarshallingType.SDK_POJO) {
      return schema((SdkPojo) ((SdkBuilder<?, ?>) field.constructor().get()).build());
    }
    if (type == MarshallingType.LIST) {
      SdkField<?> member = field.getTrait(ListTrait.class).memberFieldInfo();
      return typed("array").set("items", schema(member, null));
    }
    if (type == MarshallingType.MAP) {
      SdkField<?> value = field.getTrait(MapTrait.class).valueFieldInfo();
      return typed("object").set("additionalProperties", schema(value, null));
    }
    if (type == MarshallingType.STRING) {
      return withConstants(typed("string"), field, of);
    }
    if (type == MarshallingType.BOOLEAN) {
      return typed("boolean");
    }
    return typed(
        List.of(MarshallingType.INTEGER, MarshallingType.LONG).contains(type)
            ? "integer"
            : "string");
  }

  /** Enumerations travel as text; the getter without "AsString" tells which constants there are. */
  private static ObjectNode withConstants(ObjectNode schema, SdkField<?> field, SdkPojo of) {
    if (of != null) {
      for (Method getter : of.getClass().getMethods()) {
        boolean named = getter.getName().equalsIgnoreCase(field.memberName());
        if (named && getter.getParameterCount() == 0 && getter.getReturnType().isEnum()) {
          for (Object constant : getter.getReturnType().getEnumConstants()) {
            if (!constant.toString().equals("null")) {
              schema.withArray("enum").add(constant.toString());
            }
          }
        }
      }
    }
    return schema;
  }

  private static ObjectNode typed(String type) {
    return JSON.objectNode().put("type", type);
  }
}
