using FairExchange.Model.Catalogue;
using FairExchange.Model.Catalogue.CertifiedMail;
using FairExchange.Model.Language;
using FairExchange.Tests.Variants;

namespace FairExchange.Tests.Model.Language;

/// <summary>What a definition means, and nothing else, is in its digest.</summary>
public class DefinitionDigestTests
{
    private static readonly Protocol Named = FairCemCutoffNamed.Protocol;

    [Fact]
    public void No_two_protocols_or_variants_that_differ_in_more_than_their_name_have_one_digest()
    {
        var all = Entries.All.Concat(BrokenFairCem.All).Concat(BrokenFairEcs.All).Concat(ForgeableContract.All).ToList();

        Assert.Empty(all.GroupBy(protocol => protocol.Digest).Where(group => group.Count() > 1).Select(group => string.Join(" = ", group)));
    }

    /// <summary>Each of these is another protocol, though nothing but one word of it was changed.</summary>
    [Fact]
    public void Any_change_of_meaning_changes_it()
    {
        var changed = Changes().ToList();

        Assert.All(changed, change => Assert.True(change.Protocol.Digest != Named.Digest, change.What));
        Assert.Equal(changed.Count, changed.Select(change => change.Protocol.Digest).Distinct().Count());
    }

    [Fact]
    public void What_is_only_said_about_it_does_not()
    {
        var other = Named with
        {
            Id = "other",
            Title = "other",
            Section = "other",
            Remark = "other",
            Expectations = [],
            Unreachable = [new Scenario.HonestRun()],
            Sessions = 7,
        };

        Assert.Equal(Named.Digest, other.Digest);
        Assert.Equal(Named.Digest, (Named with { Channels = [.. Named.Channels.Reverse()] }).Digest);
        Assert.Matches("^[0-9a-f]{64}$", Named.Digest);
    }

    private static IEnumerable<(string What, Protocol Protocol)> Changes()
    {
        yield return ("subject", Named with { Subject = Terms.Message("N") });
        for (var i = 0; i < Named.Channels.Length; i++)
        {
            yield return ($"channel {i}",
                Named with
                {
                    Channels = Named.Channels.SetItem(
                        i, Named.Channels[i] with { Assurance = Named.Channels[i].Assurance ^ Assurance.Private }),
                });
            yield return ($"no channel {i}", Named with { Channels = Named.Channels.RemoveAt(i) });
        }

        for (var i = 0; i < 2; i++)
        {
            var item = Named.Items[i];
            yield return ($"item {i} in another form",
                Named with { Items = Named.Items.SetItem(i, item with { Term = Terms.Tuple(item.Term, Symbols.A) }) });
            yield return (
                $"item {i} with a replacement", Named with { Items = Named.Items.SetItem(i, item with { Replacement = Symbols.M }) });
            yield return ($"item {i} under another name", Named with { Items = Named.Items.SetItem(i, item with { Name = "other" }) });
            yield return ($"item {i} that says something else",
                Named with { Items = Named.Items.SetItem(i, item with { Shows = $"{Symbols.B} owes {Symbols.A}" }) });
            yield return ($"item {i} that says the same of others",
                Named with { Items = Named.Items.SetItem(i, item with { Shows = $"{Symbols.A} owes {Symbols.B}" }) });
            var party = Named.Parties[i];
            yield return ($"party {i} that knows less or more",
                Named with { Parties = Named.Parties.SetItem(i, party with { Knows = party.Knows.Add(Symbols.C) }) });
            foreach (var (what, script) in Changes(party.Script))
            {
                yield return ($"{party.Name}: {what}", Named with { Parties = Named.Parties.SetItem(i, party with { Script = script }) });
            }
        }

        var trusted = Named.TrustedParties[0];
        yield return ("subscribers", Named with { TrustedParties = [trusted with { Subscribers = [Symbols.B] }] });
        yield return ("no subscribers", Named with { TrustedParties = [trusted with { Subscribers = [] }] });
        foreach (var (what, script) in Changes(trusted.Handlers[0]))
        {
            yield return ($"handler: {what}", Named with { TrustedParties = [trusted with { Handlers = [script] }] });
        }
    }

    /// <summary>One step dropped, or one word of it changed, wherever it stands.</summary>
    private static IEnumerable<(string What, Script Script)> Changes(Script script)
    {
        for (var i = 0; i < script.Steps.Length; i++)
        {
            yield return ($"without {script.Steps[i].GetType().Name}", new Script(script.Steps.RemoveAt(i)));
            foreach (var (what, step) in Changes(script.Steps[i]))
            {
                yield return (what, new Script(script.Steps.SetItem(i, step)));
            }
        }
    }

    private static IEnumerable<(string What, Step Step)> Changes(Step step)
    {
        switch (step)
        {
            case Step.Fresh fresh:
                yield return ("more that is fresh", fresh with { Variables = fresh.Variables.Add(Symbols.K) });
                break;
            case Step.Let let:
                yield return ("another value", let with { Value = Terms.Hash(let.Value) });
                break;
            case Step.Send send:
                yield return ($"{send.Label} relabelled", send with { Label = "X" });
                yield return ($"{send.Label} to another", send with { To = Symbols.TP });
                yield return ($"{send.Label} with another message", send with { Message = Terms.Tuple(send.Message, Symbols.A) });
                break;
            case Step.Receive receive:
                var first = receive.Alternatives[0];
                yield return ($"{first.Label} twice", receive with { Alternatives = [first, first] });
                yield return ($"{first.Label} relabelled", receive with { Alternatives = [first with { Label = "X" }] });
                yield return ($"{first.Label} of another form",
                    receive with { Alternatives = [first with { Pattern = Terms.Tuple(first.Pattern, Symbols.A) }] });
                yield return ($"{first.Label} with another check",
                    receive with { Alternatives = [first with { Checks = first.Checks.Add(Symbols.Z.Is(Symbols.Z)) }] });
                yield return ($"{first.Label} up to a time",
                    receive with { Alternatives = [first with { Before = Symbols.T.Plus(new Margin("x", 1, 0)) }] });
                yield return ($"{first.Label} up to a later time",
                    receive with { Alternatives = [first with { Before = Symbols.T.Plus(new Margin("x", 0, 1)) }] });
                yield return ($"{first.Label} up to an earlier time",
                    receive with { Alternatives = [first with { Before = Symbols.T.Minus(new Margin("x", 1, 0)) }] });
                yield return ($"{first.Label} with an alarm", receive with { Alarm = new Alarm(Symbols.T, IsPatient: false) });
                yield return ($"{first.Label} with a patient alarm", receive with { Alarm = new Alarm(Symbols.T, IsPatient: true) });
                yield return (
                    $"{first.Label}, otherwise something else", receive with { Otherwise = new Script([new Step.Fresh([Symbols.r])]) });
                if (receive.Otherwise is { } otherwise)
                {
                    yield return ($"{first.Label} without otherwise", receive with { Otherwise = null });
                    foreach (var (what, changed) in Changes(otherwise))
                    {
                        yield return ($"{first.Label}, otherwise {what}", receive with { Otherwise = changed });
                    }
                }

                foreach (var (what, then) in Changes(first.Then))
                {
                    yield return ($"after {first.Label} {what}", receive with { Alternatives = [first with { Then = then }] });
                }

                break;
        }
    }
}
