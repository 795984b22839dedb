using FairExchange.Verification.Verdicts;

namespace FairExchange.Tests.Verification.Verdicts;

public class VerdictTableTests
{
    /// <summary>
    /// One thread is busy with question 20 until all others are decided: were they shared out beforehand, the rest of its share would wait
    /// for ever.
    /// </summary>
    [Fact]
    public void A_long_question_keeps_no_other_waiting()
    {
        const int Count = 40, Long = 20;
        using var others = new CountdownEvent(Count - 1);

        var decided = OrderedParallel.Decide([.. Enumerable.Range(0, Count)], 2, question =>
        {
            if (question == Long)
            {
                return others.Wait(TimeSpan.FromSeconds(20)) ? question : -1;
            }

            others.Signal();
            return question;
        });

        Assert.Equal(Enumerable.Range(0, Count), decided);
    }
}
