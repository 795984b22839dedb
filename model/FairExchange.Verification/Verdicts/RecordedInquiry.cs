using FairExchange.Verification.Solving;

namespace FairExchange.Verification.Verdicts;

/// <summary>A verdict together with all that the solver was told and asked on the way to it.</summary>
/// <param name="Scripts">One for each mix of roles that was searched: each is a solver of its own.</param>
public sealed record RecordedInquiry(Judgement Judgement, IReadOnlyList<Script> Scripts)
{
    public static RecordedInquiry Judge(Inquiry inquiry, Func<ISolver> newSolver, int wider = 0, CancellationToken cancellation = default)
    {
        var scripts = new List<Script>();
        var verifier = new Verifier(() =>
        {
            var recording = new RecordingSolver(newSolver());
            scripts.Add(recording.Script);
            return recording;
        }, wider: wider);
        return new RecordedInquiry(verifier.Judge(inquiry.Protocol, inquiry.Property, inquiry.Party, inquiry.Sessions, cancellation), scripts);
    }

    /// <summary>The scripts one after the other as SMT-LIB 2 text, each answer beside its question; lines end in <c>\n</c>.</summary>
    public string Text()
    {
        var (judgement, claim) = (Judgement, $"{Judgement.Property}{(Judgement.Party is { } party ? $" for {party}" : "")}");
        var heading = $"; {judgement.Protocol}, {claim}, {judgement.Sessions} session{(judgement.Sessions == 1 ? "" : "s")}: each end that is asked for breaks the property; the last, if nothing is found, is one of which the property says anything\n";
        return heading + string.Join("\n(reset)\n", Scripts.Select((script, i) => $"; mix of roles {i + 1} of {Scripts.Count}\n{SmtLib.Render(script)}"));
    }
}
