using System.Collections.Immutable;
using System.Text.Json;
using FairExchange.Model.Language;

namespace FairExchange.Verification.Traces;

/// <summary>Ground terms as JSON, one member saying the kind: {"sign": {"signer": ..., "body": ...}}.</summary>
internal static class TermJson
{
    /// <summary>How deep terms and recipes may nest; those of protocols do so a handful of times.</summary>
    public const int Deepest = 24;

    private const string Kinds = "atom, tuple, parties, sign, encrypt, lock, hash";

    public static void Write(Utf8JsonWriter json, Term term)
    {
        if (term is Term.Constant atom)
        {
            // On one line: an atom a line makes a trace of five steps readable.
            json.WriteRawValue($$"""{ "atom": "{{JsonEncodedText.Encode(atom.Symbol)}}", "sort": "{{Word(atom.Sort)}}" }""");
            return;
        }

        json.WriteStartObject();
        switch (term)
        {
            case Term.Tuple tuple:
                Write(json, "tuple", tuple.Items);
                break;
            case Term.Parties parties:
                Write(json, "parties", parties.Parts());
                break;
            case Term.Signature signature:
                json.WriteStartObject("sign");
                Member(json, "signer", signature.Signer);
                Member(json, "body", signature.Body);
                json.WriteEndObject();
                break;
            case Term.Encryption encryption:
                json.WriteStartObject("encrypt");
                Member(json, "recipient", encryption.Recipient);
                Member(json, "plaintext", encryption.Plaintext);
                Member(json, "coins", encryption.Coins);
                json.WriteEndObject();
                break;
            case Term.SymmetricEncryption encryption:
                json.WriteStartObject("lock");
                Member(json, "plaintext", encryption.Plaintext);
                Member(json, "key", encryption.Key);
                json.WriteEndObject();
                break;
            case Term.Hash hash:
                Member(json, "hash", hash.Body);
                break;
            default:
                throw new ArgumentException($"{term} is not a ground term.", nameof(term));
        }

        json.WriteEndObject();
    }

    /// <exception cref="TraceFormatException"/>
    public static Term Read(JsonPlace place, int depth = 0)
    {
        if (depth > Deepest)
        {
            throw place.Wrong($"terms nest more than {Deepest} deep");
        }

        if (place.Value.ValueKind == JsonValueKind.Object && place.Find("atom") is not null)
        {
            return Atom(place);
        }

        var (kind, content) = place.Only(Kinds);
        switch (kind)
        {
            case "tuple":
                return Tuple(content, Items(content, depth));
            case "parties":
                return Parties(content, Items(content, depth));
            case "sign":
                content.Object("signer", "body");
                return Terms.Sign(Read(content["signer"], depth + 1), Read(content["body"], depth + 1));
            case "encrypt":
                content.Object("recipient", "plaintext", "coins");
                return Terms.Encrypt(
                    Read(content["recipient"], depth + 1), Read(content["plaintext"], depth + 1), Read(content["coins"], depth + 1));
            case "lock":
                content.Object("plaintext", "key");
                return Terms.Encrypt(Read(content["key"], depth + 1), Read(content["plaintext"], depth + 1));
            case "hash":
                return Terms.Hash(Read(content, depth + 1));
            default:
                throw content.Wrong($"a term is one of {Kinds}");
        }
    }

    public static Term.Constant Atom(JsonPlace place)
    {
        place.Object("atom", "sort");
        var (symbol, sort) = (Symbol(place["atom"]), place["sort"]);
        var word = sort.Text();
        foreach (var known in Enum.GetValues<Sort>())
        {
            if (Word(known) == word)
            {
                return new Term.Constant(symbol, known);
            }
        }

        throw sort.Wrong($"a sort is one of {string.Join(", ", Enum.GetValues<Sort>().Select(Word))}");
    }

    /// <summary>What names and atoms are called: Mallory, M.1, x.k2.</summary>
    public static string Symbol(JsonPlace place) =>
        place.Text() is { Length: > 0 and <= 64 } symbol && symbol.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '.')
            ? symbol : throw place.Wrong("1 to 64 letters, digits and dots are wanted");

    public static Term Tuple(JsonPlace place, ImmutableArray<Term> items) =>
        items.Length >= 2 ? Terms.Tuple(items) : throw place.Wrong("a tuple has two or more items");

    /// <summary>One value, one form: the two must stand in their order.</summary>
    public static Term Parties(JsonPlace place, ImmutableArray<Term> items)
    {
        if (items is not [var first, var second])
        {
            throw place.Wrong("there are two parties");
        }

        var parties = (Term.Parties)Terms.Parties(first, second);
        return parties.First.Equals(first) ? parties : throw place.Wrong("the two parties stand in alphabetical order");
    }

    private static ImmutableArray<Term> Items(JsonPlace place, int depth) => [.. place.Items().Select(item => Read(item, depth + 1))];

    private static void Member(Utf8JsonWriter json, string name, Term term)
    {
        json.WritePropertyName(name);
        Write(json, term);
    }

    private static void Write(Utf8JsonWriter json, string name, ImmutableArray<Term> terms)
    {
        json.WriteStartArray(name);
        foreach (var term in terms)
        {
            Write(json, term);
        }

        json.WriteEndArray();
    }

    private static string Word(Sort sort) => sort switch
    {
        Sort.Name => "name",
        Sort.Message => "message",
        Sort.Coins => "coins",
        Sort.Ciphertext => "ciphertext",
        Sort.Contract => "contract",
        Sort.Time => "time",
        Sort.Key => "key",
        Sort.Bulk => "bulk",
        Sort.Digest => "digest",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
