using FairExchange.Model.Language;
using FairExchange.Verification.Grounding;

namespace FairExchange.Tests.Verification.SecondMethod;

/// <summary>
/// Accountability, from its words: whatever evidence the judge accepts against the honest party, a session of that party in that role took
/// part in that very deal. It made each signature of that party that the evidence rests on, and whatever of the deal, or of what the judge
/// says, none of these covers it knows by the same name when it speaks, or has signed something in which that lies.
/// </summary>
/// <param name="Evidence">What is shown.</param>
/// <param name="Signatures">The accused's in it.</param>
/// <param name="Deal">Names, subject and what else is stated that the evidence says and none of these signatures covers, by the
/// definition's symbols.</param>
internal sealed record Accusation(Role.Party Accused, Term Evidence, IReadOnlyList<Term> Signatures, IReadOnlyDictionary<string, Term> Deal)
{
    public static IEnumerable<Accusation> Against(Ground ground, Role.Party accused)
    {
        var protocol = ground.World.Protocol;
        var item = protocol.ItemOf(protocol.Counterpart(accused));
        if (!item.IsEvidence)
        {
            yield break;
        }

        var honest = ground.World.Honest.Single();
        foreach (var form in item.Forms)
        {
            foreach (var (evidence, binding) in EvidenceClaims.Instances(ground, form, Binding.Empty.With(accused.Name, honest)))
            {
                var signatures = evidence.SelfAndParts().OfType<Term.Signature>().Zip(form.SelfAndParts().OfType<Term.Signature>())
                    .Where(pair => pair.Second.Signer == accused.Name).Select(pair => (Made: pair.First, Written: pair.Second)).ToList();
                var bare = protocol.Deal.Union(Sentence(item))
                    .Where(variable => form.Variables().Contains(variable)
                        && protocol.TrustedParties.All(trusted => trusted.Name != variable)
                        && signatures.TrueForAll(pair => !pair.Written.Variables().Contains(variable)));
                yield return new Accusation(accused, evidence, [.. signatures.Select(pair => pair.Made)],
                    bare.ToDictionary(variable => variable.Symbol, variable => binding[variable]!));
            }
        }
    }

    private static IEnumerable<Term.Variable> Sentence(Item item) => item.Shows!.GetArguments().OfType<Term.Variable>();

    public bool IsTrueOf(IEnumerable<Event> run) =>
        run.Where(happening => happening.At.Role == Accused && happening.At.Session is not null).GroupBy(happening => happening.At.Session)
        .Any(session =>
        {
            var said = session.SelectMany(happening => happening.Sends).SelectMany(sending => sending.Message.SelfAndParts()).ToHashSet();
            return said.Count > 0 && Signatures.All(said.Contains)
                && Deal.All(known => session.Any(happening => happening.Sends.Length > 0
                    && happening.Binding.Values.TryGetValue(known.Key, out var believed) && believed.Equals(known.Value))
                    || said.OfType<Term.Signature>()
                        .Any(signature => signature.Signer.Equals(session.Key!.Player) && signature.SelfAndParts().Contains(known.Value)));
        });
}
