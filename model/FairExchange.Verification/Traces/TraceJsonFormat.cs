using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;

namespace FairExchange.Verification.Traces;

/// <summary>The serializer's settings and converters by which <see cref="TraceJson"/> is read and written.</summary>
internal static class TraceJsonFormat
{
    /// <summary>How deep JSON may nest.</summary>
    public const int Deepest = 128;

    private static readonly WordConverter<Sort> Sorts = new(
        [.. Enum.GetValues<Sort>().Select(sort => (JsonNamingPolicy.CamelCase.ConvertName($"{sort}"), sort))]);

    private static readonly WordConverter<EventKind> Kinds = new(
        ("start", EventKind.Start), ("receive", EventKind.Receive), ("otherwise", EventKind.Otherwise));

    private static readonly WordConverter<Assurance> Assurances = new(
        ("lossy", Assurance.Lossy), ("resilient", Assurance.Resilient), ("private", Assurance.Private),
        ("resilient and private", Assurance.Resilient | Assurance.Private), ("in person", Assurance.InPerson));

    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        MaxDepth = Deepest,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RequireAllButNullable } },
        Converters =
        {
            new TextConverter(), Sorts, Kinds, Assurances,
            new AtomConverter(),
            new TermConverter(),
            new FormConverter<Recipe, TraceJson.RecipeForm>(TraceJson.RecipeForm.Of, form => form.Read()),
            new FormConverter<Sending, TraceJson.MessageForm>(
                sending => new(sending.Label, sending.To.Symbol, sending.Assurance, sending.Message),
                form => new(form.Label, new Term.Constant(form.To, Sort.Name), form.Message, form.Channel)),
        },
    };

    private static void RequireAllButNullable(JsonTypeInfo contract)
    {
        foreach (var property in contract.Properties)
        {
            property.IsRequired = !property.IsGetNullable;
        }
    }

    /// <summary>JSON Schema (draft 2020-12) of the file's form; what a trace must be beyond it, its protocol decides.</summary>
    public static JsonObject Schema()
    {
        var schema = SchemaOf(typeof(TraceJson)).AsObject();
        schema["$defs"] = new JsonObject
        {
            ["atom"] = SchemaOf(typeof(TraceJson.AtomForm)),
            ["term"] = new JsonObject { ["oneOf"] = new JsonArray(Reference("atom"), One(typeof(TraceJson.TermForm))) },
            ["recipe"] = One(typeof(TraceJson.RecipeForm)),
        };
        schema["properties"]!["format"] = new JsonObject { ["const"] = TraceFile.Format };
        schema.Insert(0, "title", TraceFile.Format);
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        return schema;

        static JsonNode One(Type type)
        {
            var node = SchemaOf(type);
            (node["minProperties"], node["maxProperties"]) = (1, 1);
            return node;
        }
    }

    private static JsonNode SchemaOf(Type type) => Options.GetJsonSchemaAsNode(type, new() { TransformSchemaNode = Described });

    /// <summary>
    /// What the exporter leaves open: values with a converter of their own, what lists and maps hold, and that what may be null is left out
    /// where it is.
    /// </summary>
    private static JsonNode Described(JsonSchemaExporterContext context, JsonNode node)
    {
        var type = context.TypeInfo.Type;
        return (context.TypeInfo.Kind, context.TypeInfo.ElementType) switch
        {
            _ when Nullable.GetUnderlyingType(type) is { } given => SchemaOf(given),
            _ when type == typeof(Term) => Reference("term"),
            _ when type == typeof(Term.Constant) => Reference("atom"),
            _ when type == typeof(Recipe) => Reference("recipe"),
            _ when type == typeof(Sending) => SchemaOf(typeof(TraceJson.MessageForm)),
            _ when type == typeof(string) => TextConverter.Schema(),
            _ when type == typeof(Sort) => Sorts.Schema(),
            _ when type == typeof(EventKind) => Kinds.Schema(),
            _ when type == typeof(Assurance) => Assurances.Schema(),
            (JsonTypeInfoKind.Enumerable, { } item) => new JsonObject { ["type"] = "array", ["items"] = SchemaOf(item) },
            (JsonTypeInfoKind.Dictionary, { } value) => new JsonObject { ["type"] = "object", ["additionalProperties"] = SchemaOf(value) },
            (JsonTypeInfoKind.Object, _) => new JsonObject
            {
                ["type"] = "object",
                ["properties"] = node["properties"]!.DeepClone(),
                ["required"] = new JsonArray(
                    [.. context.TypeInfo.Properties.Where(property => property.IsRequired).Select(property => (JsonNode)property.Name)]),
                ["additionalProperties"] = false,
            },
            _ => new JsonObject { ["type"] = "integer" },
        };
    }

    private static JsonObject Reference(string name) => new() { ["$ref"] = $"#/$defs/{name}" };

    /// <summary>What a value of T looks like is declared by another type.</summary>
    private class FormConverter<T, TForm>(Func<T, TForm> write, Func<TForm, T> read) : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
        {
            try
            {
                return ReadForm(ref reader, options);
            }
            catch (JsonException problem)
            {
                throw new MisfitException(problem);
            }
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, write(value), options);

        protected virtual T ReadForm(ref Utf8JsonReader reader, JsonSerializerOptions options) =>
            read(JsonSerializer.Deserialize<TForm>(ref reader, options)!);
    }

    private sealed class TermConverter() : FormConverter<Term, TraceJson.TermForm>(TraceJson.TermForm.Of, form => form.Read())
    {
        public override void Write(Utf8JsonWriter writer, Term value, JsonSerializerOptions options)
        {
            if (value is Term.Constant atom)
            {
                JsonSerializer.Serialize(writer, atom, options);
            }
            else
            {
                base.Write(writer, value, options);
            }
        }

        protected override Term ReadForm(ref Utf8JsonReader reader, JsonSerializerOptions options)
        {
            for (var ahead = reader; reader.TokenType == JsonTokenType.StartObject && ahead.Read()
                && ahead.TokenType == JsonTokenType.PropertyName; ahead.Skip())
            {
                if (ahead.ValueTextEquals("atom"u8))
                {
                    return JsonSerializer.Deserialize<Term.Constant>(ref reader, options)!;
                }
            }

            return base.ReadForm(ref reader, options);
        }
    }

    private sealed class AtomConverter() : FormConverter<Term.Constant, TraceJson.AtomForm>(
        atom => new(atom.Symbol, atom.Sort),
        form => TraceJson.IsSymbol(form.Symbol)
            ? new Term.Constant(form.Symbol, form.Sort) : throw new MisfitException("1 to 64 letters, digits and dots are wanted", ".atom"))
    {
        /// <summary>On one line: an atom a line makes a trace of five steps readable.</summary>
        public override void Write(Utf8JsonWriter writer, Term.Constant value, JsonSerializerOptions options) => writer.WriteRawValue(
            $$"""{ "atom": "{{JsonEncodedText.Encode(value.Symbol)}}", "sort": "{{Sorts.Word(value.Sort)}}" }""");
    }

    private sealed class TextConverter : JsonConverter<string>
    {
        public const int Longest = 64;

        public override string Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            Text(ref reader) is var text && Legible.IsLine(text, Longest)
                ? text : throw new MisfitException($"a text of 1 to {Longest} printable characters is wanted");

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

        public static JsonObject Schema() => new() { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = Longest };

        public static string Text(ref Utf8JsonReader reader)
        {
            try
            {
                return reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new MisfitException("a text is wanted");
            }
            catch (InvalidOperationException)
            {
                throw new MisfitException("the text is not Unicode");
            }
        }
    }

    private sealed class WordConverter<T>(params (string Word, T Value)[] words) : JsonConverter<T>
        where T : struct, Enum
    {
        public string Word(T value) => words.Single(pair => pair.Value.Equals(value)).Word;

        public override T Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
        {
            var word = TextConverter.Text(ref reader);
            return words.Any(pair => pair.Word == word)
                ? words.Single(pair => pair.Word == word).Value
                : throw new MisfitException($"one of {string.Join(", ", words.Select(pair => pair.Word))} is wanted");
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(Word(value));

        public JsonObject Schema() => new() { ["enum"] = new JsonArray([.. words.Select(pair => (JsonNode)pair.Word)]) };
    }
}

/// <summary>
/// JSON that says something else than is wanted there. The serializer adds the place where the outermost converter stood; below it, a
/// converter that was called by a converter knows its own.
/// </summary>
internal sealed class MisfitException(string problem, string below = "") : JsonException(problem)
{
    public MisfitException(JsonException within)
        : this(ProblemOf(within), BelowOf(within))
    {
    }

    public string Below { get; } = below;

    /// <summary>A path below whatever was read: empty, or beginning with a dot or bracket.</summary>
    public static string BelowOf(JsonException problem) => (problem.Path ?? "$")[1..] + (problem as MisfitException)?.Below;

    /// <summary>In words of ours: the serializer's name types and members of this program.</summary>
    public static string ProblemOf(JsonException problem)
    {
        var said = problem.Message.Split('\'');
        return (problem, said) switch
        {
            (MisfitException, _) => problem.Message,
            (_, ["The JSON property ", _, ..]) => $"\"{said[1]}\" is not a member that is known here",
            (_, [_, _, var missing, ..]) when missing.Contains("missing required", StringComparison.Ordinal) =>
                $"{string.Join(" and ", said.Skip(3).Where((_, i) => i % 2 == 0).Select(name => $"\"{name}\""))} is missing",
            _ when problem.InnerException is FormatException or InvalidOperationException => "a whole number is wanted",
            _ when problem.Message.Contains("ImmutableArray", StringComparison.Ordinal) => "an array is wanted",
            _ => "an object is wanted",
        };
    }
}
