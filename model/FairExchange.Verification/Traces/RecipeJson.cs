using System.Collections.Immutable;
using System.Text.Json;
using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;

namespace FairExchange.Verification.Traces;

/// <summary>
/// Recipes as JSON. What a composed, signed or encrypted thing is follows from its parts and is not written a second time,
/// so a file cannot contradict itself there; what was observed is written, and must be part of what was sent.
/// </summary>
internal static class RecipeJson
{
    private const string Kinds = "public, own, observed, tuple, parties, hash, sign, encrypt, lock, unlock";

    public static void Write(Utf8JsonWriter json, Recipe recipe)
    {
        json.WriteStartObject();
        switch (recipe)
        {
            case Recipe.Public known:
                Member(json, "public", known.Atom);
                break;
            case Recipe.Own own:
                Member(json, "own", own.Atom);
                break;
            case Recipe.Observed observed:
                json.WriteStartObject("observed");
                Member(json, "term", observed.Makes);
                json.WriteNumber("step", observed.Step);
                json.WriteNumber("sent", observed.Sent);
                json.WriteEndObject();
                break;
            case Recipe.Composed { Makes: Term.Hash } hash:
                Member(json, "hash", hash.Parts[0]);
                break;
            case Recipe.Composed { Makes: Term.SymmetricEncryption } locked:
                json.WriteStartObject("lock");
                Member(json, "plaintext", locked.Parts[0]);
                Member(json, "key", locked.Parts[1]);
                json.WriteEndObject();
                break;
            case Recipe.Unlocked unlocked:
                json.WriteStartObject("unlock");
                Member(json, "locked", unlocked.Locked);
                Member(json, "key", unlocked.Key);
                json.WriteEndObject();
                break;
            case Recipe.Composed composed:
                json.WriteStartArray(composed.Makes is Term.Parties ? "parties" : "tuple");
                foreach (var part in composed.Parts)
                {
                    Write(json, part);
                }

                json.WriteEndArray();
                break;
            case Recipe.SignedBy signed:
                json.WriteStartObject("sign");
                Member(json, "signer", signed.Signer);
                Member(json, "body", signed.Body);
                json.WriteEndObject();
                break;
            case Recipe.Encrypted encrypted:
                json.WriteStartObject("encrypt");
                Member(json, "recipient", encrypted.Recipient);
                Member(json, "plaintext", encrypted.Plaintext);
                Member(json, "coins", encrypted.Coins);
                json.WriteEndObject();
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }

        json.WriteEndObject();
    }

    /// <param name="place">Where.</param>
    /// <param name="earlier">The steps that the recipe may speak of.</param>
    /// <param name="corrupted">Whose keys the adversary has.</param>
    /// <exception cref="TraceFormatException"/>
    public static Recipe Read(JsonPlace place, IReadOnlyList<TraceStep> earlier, ImmutableArray<string> corrupted, int depth = 0)
    {
        if (depth > TermJson.Deepest)
        {
            throw place.Wrong($"recipes nest more than {TermJson.Deepest} deep");
        }

        var (kind, content) = place.Only(Kinds);
        switch (kind)
        {
            case "public":
                return TermJson.Atom(content) is { Sort: Sort.Name or Sort.Contract or Sort.Ciphertext or Sort.Time or Sort.Bulk } known
                    ? new Recipe.Public(known)
                    : throw content.Wrong("messages, coins and keys are not public");
            case "own":
                return TermJson.Atom(content) is { Sort: Sort.Message or Sort.Coins or Sort.Key } own
                    && own.Symbol.StartsWith("x.", StringComparison.Ordinal)
                    ? new Recipe.Own(own)
                    : throw content.Wrong("the adversary's own are messages, coins and keys whose names start with x.");
            case "observed":
                return Observed(content.Object("term", "step", "sent"), earlier, corrupted);
            case "tuple":
                var parts = Parts(content);
                return new Recipe.Composed(TermJson.Tuple(content, [.. parts.Select(part => part.Makes)]), parts);
            case "parties":
                var two = Parts(content);
                return new Recipe.Composed(TermJson.Parties(content, [.. two.Select(part => part.Makes)]), two);
            case "hash":
                var hashed = Read(content, earlier, corrupted, depth + 1);
                return new Recipe.Composed(Terms.Hash(hashed.Makes), [hashed]);
            case "sign":
                content.Object("signer", "body");
                var signer = TermJson.Atom(content["signer"]);
                var body = Read(content["body"], earlier, corrupted, depth + 1);
                return corrupted.Contains(signer.Symbol)
                    ? new Recipe.SignedBy(Terms.Sign(signer, body.Makes), signer, body)
                    : throw content["signer"].Wrong($"the adversary does not have the key of {signer}");
            case "encrypt":
                content.Object("recipient", "plaintext", "coins");
                var recipient = TermJson.Atom(content["recipient"]);
                var plaintext = Read(content["plaintext"], earlier, corrupted, depth + 1);
                var coins = Read(content["coins"], earlier, corrupted, depth + 1);
                return new Recipe.Encrypted(Terms.Encrypt(recipient, plaintext.Makes, coins.Makes), recipient, plaintext, coins);
            case "lock":
                content.Object("plaintext", "key");
                var (message, key) = (
                    Read(content["plaintext"], earlier, corrupted, depth + 1), Read(content["key"], earlier, corrupted, depth + 1));
                return new Recipe.Composed(Terms.Encrypt(key.Makes, message.Makes), [message, key]);
            case "unlock":
                content.Object("locked", "key");
                var (locked, opening) = (
                    Read(content["locked"], earlier, corrupted, depth + 1), Read(content["key"], earlier, corrupted, depth + 1));
                return locked.Makes is Term.SymmetricEncryption sealing && sealing.Key.Equals(opening.Makes)
                    ? new Recipe.Unlocked(sealing.Plaintext, locked, opening)
                    : throw content.Wrong("the key does not open this");
            default:
                throw content.Wrong($"a recipe is one of {Kinds}");
        }

        ImmutableArray<Recipe> Parts(JsonPlace array) => [.. array.Items().Select(item => Read(item, earlier, corrupted, depth + 1))];
    }

    private static Recipe.Observed Observed(JsonPlace place, IReadOnlyList<TraceStep> earlier, ImmutableArray<string> corrupted)
    {
        var (term, number, sent) = (TermJson.Read(place["term"]), place["step"].Number(), place["sent"].Number());
        var sending = Sent(place, earlier, number, sent);
        var seen = Deduction.Closure(sending.Message, name => name is Term.Constant { Symbol: var symbol } && corrupted.Contains(symbol));
        return seen.Contains(term)
            ? new Recipe.Observed(term, number, sent) : throw place["term"].Wrong($"message {sent} of step {number} does not show this");
    }

    /// <summary>A message that an earlier step sent.</summary>
    public static Sending Sent(JsonPlace place, IReadOnlyList<TraceStep> earlier, int step, int sent)
    {
        if (step > earlier.Count)
        {
            throw place["step"].Wrong($"step {step} is not an earlier step");
        }

        var sends = earlier[step - 1].Sends;
        return sent <= sends.Length ? sends[sent - 1] : throw place["sent"].Wrong($"step {step} sends {sends.Length} messages, not {sent}");
    }

    private static void Member(Utf8JsonWriter json, string name, Term term)
    {
        json.WritePropertyName(name);
        TermJson.Write(json, term);
    }

    private static void Member(Utf8JsonWriter json, string name, Recipe recipe)
    {
        json.WritePropertyName(name);
        Write(json, recipe);
    }
}
