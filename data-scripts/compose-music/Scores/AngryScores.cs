namespace EmoMusic.ComposeMusic;

/// <summary>Fast, loud, minor, distorted.</summary>
internal static class AngryScores
{
    public static IReadOnlyList<Track> Tracks { get; } =
    [
        new("angry", "Redline", "Rock", 144, "Em", "4i6 8A7 8B8 8A8 8B9 4o9")
        {
            Artist = "EmoMusic Amplified",
            A = new("i i bVI bVII i i bVI,bVII i",
                "1q. 1e 3q 4q 5q. 4e 3q 1q", "6q. 6e 5q 3q 7q. 6e 5h", "6e 6e 5q 7e 7e 6q 1'h. rq"),
            B = new("bVI bVII i i bVI bVII bIII,bVII i",
                "1'q 1'e 7e 6h 7q 7e 6e 5h", "5q 5e 4e 3h 4q 3q 1h", "3'q 2'q 2'e 1'e 7q 1'h. rq"),
            Parts =
            [
                Power(Distortion, "1-1.1.m-1.1.4-m- 1-1.1.m-1.1.7-5-", "1-----1-1---1---", pan: 18),
                Power(Overdrive, "1-1.1.m-1.1.4-m- 1-1.1.m-1.1.7-5-", "1-----1-1---1---", pan: 110),
                Bass(PickBass, "1-1.1.m-1.1.4-m- 1-1.1.m-1.1.7-5-", "1.1.1.1.1.1.1.1a", volume: 124),
                Lead(Overdrive, 4, volume: 96, from: 7), Lead(Distortion, 4, volume: 74, pan: 84, from: 9, shift: 2),
                Comp(Saw, "x---------------", volume: 44, pan: 84, from: 7),
            ],
            Kit = 16,
            Drums =
            [
                "Kick 5-9 x.....x.x.x..... x.....x.x.x...x.", "Snare 6-9 ....X.......X...",
                "Hat 5-7 X.x.X.x.X.x.X.x.", "Ride 8-9 X.x.X.x.X.x.X.x.",
            ],
        },
        new("angry", "Iron Weather", "Metal", 152, "Dm", "4i7 8A8 8B7 8A9 8B8 4o9")
        {
            Artist = "EmoMusic Amplified",
            A = new("i i bII i i i bVI,bII i",
                "1q 1e b2e 1q 7,q 1q 3e b2e 1h", "b2q. 4e 5q 4q 3q b2q 1h", "6q 5q 4e 3e b2q 1h. rq"),
            B = new("i bVI bIII bVII i bVI bII,V i",
                "5q. 4e 3e 4e 5q 6q. 5e 3h", "7q. 5e 3e 5e 7q 2'q. 1'e 7h", "b2'q 1'e 6e #7q 2'q 1'h. rq"),
            Parts =
            [
                Power(Distortion, "1-111-111-111-m- 1-111-114-m-b-1-", "1-------1-111-11", pan: 14),
                Power(Distortion, "1-111-111-111-m- 1-111-114-m-b-1-", "1-------1-111-11", pan: 114),
                Bass(PickBass, "1-111-111-111-m- 1-111-114-m-b-1-", "1-1-1-1-1-111-11", volume: 124),
                Lead(Distortion, 4, volume: 88, from: 7),
                Lead(Overdrive, 4, volume: 70, pan: 90, from: 8, shift: 2, @in: "B"),
                Comp(Choir, "x---------------", octave: 4, volume: 96, pan: 50, @in: "Bo"),
                Comp(Strings, "x---------------", octave: 5, volume: 84, pan: 80, @in: "Bo"),
            ],
            Kit = 16,
            Drums =
            [
                "Kick 6-7 x.......x.xxx.xx", "Kick 8-8 x.xxx.xxx.xxx.xx x.xxx.xxxxxxxxxx", "Kick 9-9 xxxxxxxxxxxxxxxx",
                "Snare 7-7 ........X.......", "Snare 8-9 ....X.......X...", "China 7-7 X...X...X...X...",
                "Ride 8-9 X...X...X...X...", "Hat 6-6 X...X...X...X...",
            ],
        },
        new("angry", "Broken Curfew", "Punk", 168, "Am", "4i6 8A7 8A8 8B9 8A8 8B9 4o9")
        {
            Artist = "EmoMusic Amplified",
            A = new("i i bVI bVII i i bIII,bVII i",
                "5e 5e 5e 4e 5q 3q 5e 5e 5e 4e 3q 1q", "6e 6e 6e 5e 6q 1'q 7e 7e 7e 6e 5h", "5q 5e 3e 4q 2q 1h. rq"),
            B = new("bVI bIII bVII i bVI bIII V i",
                "1'h. 7e 6e 5h. 3q", "4h. 5e 4e 3h. 1q", "2q 3q #7,q 2q 1h. rq"),
            Parts =
            [
                Power(Overdrive, "1.1.1.1.1.1.1.1.", "1-1-1-1-1-1-1-1-", pan: 20, volume: 90),
                Power(Distortion, "1.1.1.1.1.1.1.1.", "1-1-1-1-1-1-1-1-", pan: 106, volume: 76, from: 7),
                Bass(PickBass, "1.1.1.1.1.1.1.5.", "1.1.1.1.1.1.5.a.", volume: 124),
                Lead(CleanGuitar, 4, volume: 88, pan: 76, from: 7), Lead(Overdrive, 4, volume: 84, from: 8),
                Lead(Choir, 4, volume: 92, pan: 48, from: 9, @in: "B"),
            ],
            Kit = 8,
            Drums =
            [
                "Kick 6-9 x.....x.x.x.....", "Snare 7-9 ....X.......X...", "Hat 7-8 X.x.X.x.X.x.X.x.",
                "OpenHat 9-9 X...X...X...X...", "LowTom 6-6 x.x.x.x.x.x.x.x.",
            ],
        },
    ];
}
