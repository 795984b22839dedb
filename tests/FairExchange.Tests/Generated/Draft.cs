using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using FairExchange.Model.Definition;
using FairExchange.Model.Language;

namespace FairExchange.Tests.Generated;

/// <summary>A definition that nobody has checked yet: what can be changed, built, and written down again as C#.</summary>
internal sealed record Draft(
    string Id,
    Term.Variable Subject,
    ImmutableArray<Channel> Channels,
    ImmutableArray<Role.Party> Parties,
    ImmutableArray<Role.Trusted> Trusted,
    ImmutableArray<Item> Items)
{
    public static Draft Of(Protocol protocol) =>
        new(protocol.Id, protocol.Subject, protocol.Channels, protocol.Parties, protocol.TrustedParties, protocol.Items);

    public IEnumerable<Role> Roles => Parties.Concat<Role>(Trusted);

    /// <summary>How much there is of it: a smaller one is easier to understand.</summary>
    public int Size => Channels.Length + Items.Sum(item => item.Forms.Sum(Weight)) + Parties.Sum(party => party.Knows.Length)
        + Roles.SelectMany(role => role.Scripts).Sum(script => 1 + script.AllSteps().Length + script.AllTerms().Sum(Weight))
            + Trusted.Length;

    /// <exception cref="DefinitionException">It cannot work.</exception>
    public Protocol Build()
    {
        var definition = new ProtocolDefinition(Id, Id, section: "generated").About(Subject).DecidedFor(1);
        Channels.ToList().ForEach(channel => definition.Channel(channel.From, channel.To, channel.Assurance));
        Parties.ToList().ForEach(party => definition.Party(party.Name, party.Knows, builder => Write(builder, party.Script)));
        foreach (var trusted in Trusted)
        {
            definition.Trusted(
                trusted.Name, [.. trusted.Handlers.Select(handler => (Action<ScriptBuilder>)(builder => Write(builder, handler)))]);
            if (trusted.Subscribers is { } paid)
            {
                definition.SubscribersOnly(trusted.Name, paid);
            }
        }

        Items.ToList().ForEach(item => definition.Wants(item.Holder, item.Name, item.Term, item.Shows, item.Replacement));
        return definition.Build();
    }

    /// <summary>
    /// The same with every term replaced by what the function makes of it, from the outside in; null leaves a term as it is and goes on
    /// inside.
    /// </summary>
    public Draft Everywhere(Func<Term, Term?> change) => this with
    {
        Parties = [.. Parties.Select(party => party with { Script = Rewriting.InTerms(party.Script, change) })],
        Trusted = [.. Trusted.Select(trusted =>
            trusted with { Handlers = [.. trusted.Handlers.Select(handler => Rewriting.InTerms(handler, change))] })],
        Items = [.. Items.Select(item =>
            item with { Term = Rewriting.Inside(item.Term, change), Replacement = item.Replacement is { } other
                ? Rewriting.Inside(other, change) : null })],
    };

    /// <summary>As it stands in a source file, variables written out.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"new ProtocolDefinition(\"{Id}\", \"{Id}\", \"generated\").About({Code(Subject)})");
        foreach (var channel in Channels)
        {
            text.AppendLine(CultureInfo.InvariantCulture,
                $"    .Channel({channel.From}, {channel.To}, "
                + $"{channel.Assurance.ToString().Replace(", ", " | ", StringComparison.Ordinal)})");
        }

        foreach (var party in Parties)
        {
            text.AppendLine(CultureInfo.InvariantCulture,
                $"    .Party({party.Name}, knows: [{string.Join(", ", party.Knows)}], x => x{Code(party.Script)})");
        }

        foreach (var trusted in Trusted)
        {
            text.AppendLine(CultureInfo.InvariantCulture,
                $"    .Trusted({trusted.Name}, {string.Join(", ", trusted.Handlers.Select(handler => $"x => x{Code(handler)}"))})");
            text.Append(trusted.Subscribers is { } paid ? $"    .SubscribersOnly({trusted.Name}, {string.Join(", ", paid)})\n" : "");
        }

        foreach (var item in Items)
        {
            var shows = item.IsEvidence ? $", shows: $\"{item.Statement(variable => $"{{{variable}}}")}\"" : "";
            var replacement = item.Replacement is { } other ? $", replacement: {Code(other)}" : "";
            text.AppendLine($"    .Wants({item.Holder}, \"{item.Name}\", {Code(item.Term)}{shows}{replacement})");
        }

        var variables = Roles.SelectMany(role => role.Scripts.SelectMany(script => script.AllTerms())).SelectMany(term => term.Variables())
            .Append(Subject).Distinct().OrderBy(variable => variable.Sort);
        return text.Append("    .Build(); // ").AppendJoin(", ", variables.Select(variable => $"{variable.Sort} {variable}")).ToString();
    }

    private static int Weight(Term term) => term.SelfAndParts().Length;

    private static void Write(ScriptBuilder builder, Script script)
    {
        foreach (var step in script.Steps)
        {
            switch (step)
            {
                case Step.Fresh fresh:
                    builder.Fresh(fresh.Variables);
                    break;
                case Step.Let let:
                    builder.Let(let.Variable, let.Value);
                    break;
                case Step.Send send:
                    builder.Send(send.Label, send.To, send.Message);
                    break;
                case Step.Check check:
                    builder.Check(check.Match, otherwise => Write(otherwise, check.Otherwise));
                    Write(builder, check.Then);
                    break;
                case Step.Register register:
                    builder.Register(register.Key, register.Value, register.Others);
                    Write(builder, register.Then);
                    break;
                case Step.Receive { Alternatives: [var only] } receive when only.Checks.Length > 1:
                    builder.Receive(only.Label, only.Pattern, only.Checks, Otherwise(receive));
                    Write(builder, only.Then);
                    break;
                case Step.Receive { Alternatives: [var only] } receive:
                    builder.Receive(
                        only.Label,
                        only.Pattern,
                        only.Checks.SingleOrDefault(),
                        Otherwise(receive),
                        only.Before,
                        receive.Alarm is { IsPatient: false } latest ? latest.Deadline : null,
                        receive.Alarm is { IsPatient: true } until ? until.Deadline : null);
                    Write(builder, only.Then);
                    break;
                case Step.Receive receive:
                    builder.ReceiveFirst(receive.Alternatives, Otherwise(receive));
                    break;
            }
        }

        static Action<ScriptBuilder>? Otherwise(Step.Receive receive) =>
            receive.Otherwise is { } otherwise ? builder => Write(builder, otherwise) : null;
    }

    private static string Code(Script script) => string.Concat(script.Steps.Select(step => step switch
    {
        Step.Fresh fresh => $".Fresh({string.Join(", ", fresh.Variables)})",
        Step.Let let => $".Let({let.Variable}, {Code(let.Value)})",
        Step.Send send => $".Send(\"{send.Label}\", {send.To}, {Code(send.Message)})",
        Step.Check check => $".Check({Code(check.Match)}, otherwise: x => x{Code(check.Otherwise)}){Code(check.Then)}",
        Step.Register register => $".Register({Code(register.Key)}, {Code(register.Value)}"
            + string.Concat(register.Others.Select(other => $", Standing({Code(other.Pattern)}, x => x{Code(other.Then)})"))
            + $"){Code(register.Then)}",
        Step.Receive { Alternatives: [var only] } receive => $".Receive({Code(only, receive)}){Code(only.Then)}",
        Step.Receive receive =>
            $".ReceiveFirst([{string.Join(", ", receive.Alternatives.Select(alternative => $"On({Code(alternative, null)}, then: x => "
            + $"x{Code(alternative.Then)})"))}]{Otherwise(receive)})",
        _ => throw new System.Diagnostics.UnreachableException(),
    }));

    private static string Code(Alternative alternative, Step.Receive? receive) =>
        $"\"{alternative.Label}\", "
        + Code(alternative.Pattern)
        + (alternative.Checks.IsEmpty ? "" : $", checks: [{string.Join(", ", alternative.Checks.Select(Code))}]")
        + (alternative.Before is { } before ? $", before: {before}" : "")
        + (receive?.Alarm is { } alarm ? $", {(alarm.IsPatient ? "until" : "atLatest")}: {alarm.Deadline}" : "")
        + (receive is null ? "" : Otherwise(receive));

    private static string Otherwise(Step.Receive receive) =>
        receive.Otherwise is { } otherwise ? $", otherwise: x => x{Code(otherwise)}" : "";

    private static string Code(Match match) => $"{match.Subject}.Is({Code(match.Pattern)})";

    private static string Code(Term term) => term switch
    {
        Term.Tuple tuple => $"Tuple({string.Join(", ", tuple.Items.Select(Code))})",
        Term.Parties parties => $"Parties({Code(parties.First)}, {Code(parties.Second)})",
        Term.Signature signature => $"Sign({Code(signature.Signer)}, {Code(signature.Body)})",
        Term.Encryption encryption => $"Encrypt({Code(encryption.Recipient)}, {Code(encryption.Plaintext)}, {Code(encryption.Coins)})",
        Term.SymmetricEncryption encryption => $"Encrypt({Code(encryption.Key)}, {Code(encryption.Plaintext)})",
        Term.Hash hash => $"Hash({Code(hash.Body)})",
        Term.Tag tag => $"\"{tag.Word}\"",
        _ => term.ToString()!,
    };
}
