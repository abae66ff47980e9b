module github.com/wirecopy/wirecopy/dedup/internal/bench

go 1.26.0

require (
	github.com/dgryski/go-minhash v0.0.0-20170608043002-7fe510aff544
	github.com/ekzhu/minhash-lsh v0.0.0-20171225071031-5c06ee8586a1
	github.com/stretchr/testify v1.12.1
	github.com/wirecopy/wirecopy v0.0.0
	github.com/zeebo/xxh3 v1.1.0
)

require (
	github.com/abadojack/whatlanggo v1.0.1 // indirect
	github.com/klauspost/compress v1.20.3 // indirect
	github.com/klauspost/cpuid/v2 v2.2.10 // indirect
	github.com/kljensen/snowball v0.10.0 // indirect
	go.yaml.in/yaml/v3 v3.0.5 // indirect
	golang.org/x/sys v0.49.0 // indirect
	golang.org/x/text v0.43.0 // indirect
	golang.org/x/tools v0.52.0 // indirect
)

replace github.com/wirecopy/wirecopy => ../../..
