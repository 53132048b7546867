/**
 * The language. It knows no layer, loss, optimizer or metric by name, and twelve reserved words; all other words are
 * words only where a rule below asks for them, and names everywhere else. Every statement starts with a word and two
 * operands never stand side by side, so statements need no separator and new lines carry no meaning.
 *
 * What a block may hold depends on what it is the body of: that is checked on the tree, where the report can say why.
 */
grammar Nn;

// ---- files and declarations ----

unit       : importDecl* decl* EOF ;
importDecl : 'import' name ('.' name)* ('.' '{' importedNames '}' | 'as' alias=name)? ;
importedNames : name (',' name)* ','? ;

decl : layerDecl | modelDecl | trainDecl | optimizerDecl | metricDecl | fnDecl | testDecl | letStmt ;

layerDecl     : 'layer'     name params params result? block ;
modelDecl     : 'model'     name params? block ;
trainDecl     : 'train'     name ('of' name)? params? trainBlock ;
optimizerDecl : 'optimizer' name params params block ;
metricDecl    : 'metric'    name params params result? block ;
testDecl      : 'test'      STRING block ;
fnDecl        : 'fn'        name params result? ('=' expr | block) ;

params : '(' (formal (',' formal)* ','?)? ')' ;
formal : name (':' type)? ('=' expr)? ;
result : '->' type ;

// ---- types ----

type     : typeName dims? | '(' field (',' field)* ','? ')' ;
typeName : name | 'fn' ;
dims     : '[' (element (',' element)* ','?)? ']' ;
field    : name ':' type ;

// ---- statements ----

block : '{' stmt* '}' ;
stmt
  : letStmt
  | inputStmt
  | outputStmt
  | paramStmt
  | stateStmt
  | fittedStmt
  | updateStmt
  | nextStmt
  | requireStmt
  | checkStmt
  | returnStmt
  | yieldStmt
  | fnDecl
  ;

letStmt     : 'let'     pattern (':' type)? '=' expr ;
inputStmt   : 'input'   name ':' type ;
outputStmt  : 'output'  name (':' type)? '=' expr ;
paramStmt   : 'param'   name ':' type '=' expr ('when' when=expr)? ;
stateStmt   : 'state'   name (':' type)? '=' expr ('when' when=expr)? ;
fittedStmt  : 'fitted'  name (':' type)? '=' expr ;
updateStmt  : 'update'  name '=' expr ;
nextStmt    : 'next'    pattern '=' expr ;
requireStmt : 'require' expr (',' STRING)? ;
checkStmt   : 'check'   expr ;
returnStmt  : 'return'  value (',' value)* ;
yieldStmt   : 'yield'   value (',' value)* ;

pattern : name | '(' name (',' name)* ')' ;
value   : (name '=')? expr ;

trainBlock : '{' trainStmt* '}' ;
trainStmt
  : letStmt
  | dataStmt
  | feedStmt
  | targetStmt
  | lossStmt
  | trainMetric
  | trainOptimizer
  | clipStmt
  | stopStmt
  | reduceStmt
  | checkpointStmt
  | initStmt
  | runStmt
  ;

dataStmt       : 'data'       expr ;
feedStmt       : 'feed'       name '=' expr ;
targetStmt     : 'target'     name ':' type ('=' expr)? ;
lossStmt       : 'loss'       expr ;
trainMetric    : 'metric'     name '=' expr ;
trainOptimizer : 'optimizer'  expr ;
clipStmt       : 'clip'       expr ;
stopStmt       : 'stop'       expr ;
reduceStmt     : 'reduce'     expr ;
checkpointStmt : 'checkpoint' expr ;
initStmt       : 'init' 'from' expr ('map' renaming (',' renaming)*)? ;
renaming       : STRING '=' STRING ;
runStmt        : 'run' '(' args? ')' ;

// ---- expressions, from loose to tight; `if` and `fn` reach as far to the right as they can ----

expr
  : 'if' expr 'then' expr 'else' expr
  | 'fn' params result? '=' expr
  | pipe
  ;
pipe   : orExpr ('|>' stage)* ;
stage  : repeat | postfix ;
repeat : 'repeat' (name 'in')? addExpr '{' stage ('|>' stage)* '}' ;

orExpr    : andExpr ('or' andExpr)* ;
andExpr   : notExpr ('and' notExpr)* ;
notExpr   : 'not' notExpr | cmpExpr ;
cmpExpr   : rangeExpr (op=('==' | '!=' | '<=' | '>=' | '<' | '>') rangeExpr)? ;
rangeExpr : addExpr ('..' addExpr)? ;
addExpr   : mulExpr (ops+=('+' | '-') mulExpr)* ;
mulExpr   : unary (ops+=('*' | '/' | '%' | '@' | 'div') unary)* ;
unary     : '-' unary | power ;
power     : postfix ('^' unary)? ;
postfix   : primary suffix* ;
suffix
  : '(' args? ')'                     # call
  | '[' item (',' item)* ','? ']'     # index
  | '.' name                          # member
  | TUPLE_INDEX                       # tupleIndex
  ;

args   : arg (',' arg)* ','? ;
arg    : value | spread ;
item   : first=expr (':' to=expr? (':' step=expr)?)? | ':' to=expr? (':' step=expr)? | '...' ;
spread : '...' name ;

primary
  : name                                       # nameUse
  | INT                                        # intLit
  | FLOAT                                      # floatLit
  | STRING                                     # stringLit
  | (TRUE | FALSE)                             # boolLit
  | '(' (element (',' element)*)? ')'          # parenthesised
  | '[' (expr (',' expr)* ','?)? ']'           # listLit
  | scan                                       # scanExpr
  ;
element : spread | expr ;

scan
  : 'scan' pattern 'in' sequences=expr 'over' axis=name ('reverse' ('when' when=expr)?)?
    ('lengths' '=' lengths=expr)? ('carry' carry (',' carry)*)? block
  ;
carry : name (':' type)? '=' expr ;

// ---- words ----

/** Whatever may name something: all words but the reserved ones. */
name
  : ID
  | 'import' | 'as'
  | 'layer' | 'model' | 'train' | 'of' | 'optimizer' | 'metric' | 'test'
  | 'input' | 'output' | 'param' | 'when' | 'state' | 'fitted' | 'update' | 'next' | 'require' | 'check' | 'yield'
  | 'data' | 'feed' | 'target' | 'loss' | 'clip' | 'stop' | 'reduce' | 'checkpoint' | 'init' | 'from'
  | 'map' | 'run'
  | 'repeat' | 'in' | 'scan' | 'over' | 'reverse' | 'lengths' | 'carry'
  ;

// reserved
AND : 'and' ;  OR : 'or' ;  NOT : 'not' ;  DIV : 'div' ;
IF : 'if' ;  THEN : 'then' ;  ELSE : 'else' ;
TRUE : 'true' ;  FALSE : 'false' ;
LET : 'let' ;  RETURN : 'return' ;  FN : 'fn' ;

// words of files and declarations
IMPORT : 'import' ;  AS : 'as' ;
LAYER : 'layer' ;  MODEL : 'model' ;  TRAIN : 'train' ;  OF : 'of' ;
OPTIMIZER : 'optimizer' ;  METRIC : 'metric' ;  TEST : 'test' ;

// words of statements
INPUT : 'input' ;  OUTPUT : 'output' ;  PARAM : 'param' ;  WHEN : 'when' ;  STATE : 'state' ;  FITTED : 'fitted' ;
UPDATE : 'update' ;  NEXT : 'next' ;  REQUIRE : 'require' ;  CHECK : 'check' ;  YIELD : 'yield' ;
DATA : 'data' ;  FEED : 'feed' ;  TARGET : 'target' ;  LOSS : 'loss' ;  CLIP : 'clip' ;  STOP : 'stop' ;
REDUCE : 'reduce' ;
CHECKPOINT : 'checkpoint' ;  INIT : 'init' ;  FROM : 'from' ;  MAP : 'map' ;  RUN : 'run' ;

// words of expressions
REPEAT : 'repeat' ;  IN : 'in' ;
SCAN : 'scan' ;  OVER : 'over' ;  REVERSE : 'reverse' ;  LENGTHS : 'lengths' ;  CARRY : 'carry' ;

// ---- signs ----

LPAREN : '(' ;  RPAREN : ')' ;  LBRACKET : '[' ;  RBRACKET : ']' ;  LBRACE : '{' ;  RBRACE : '}' ;
COMMA : ',' ;  COLON : ':' ;  DOT : '.' ;  ARROW : '->' ;  ASSIGN : '=' ;  PIPE : '|>' ;
RANGE : '..' ;  ELLIPSIS : '...' ;
EQ : '==' ;  NE : '!=' ;  LE : '<=' ;  GE : '>=' ;  LT : '<' ;  GT : '>' ;
PLUS : '+' ;  MINUS : '-' ;  STAR : '*' ;  SLASH : '/' ;  PERCENT : '%' ;  AT : '@' ;  CARET : '^' ;

// ---- literals; a number starts with a digit, so `1_000` is one and `_1` a name ----

INT   : DIGIT DIGITS? ;
// A digit must follow the point: `1..3` is a range.
FLOAT : DIGIT DIGITS? '.' DIGIT DIGITS? EXPONENT? | DIGIT DIGITS? EXPONENT ;
// One token, since the `0.1` in `pair.0.1` would be a float.
TUPLE_INDEX : '.' DIGIT+ ;
ID     : [A-Za-z_] [A-Za-z0-9_]* ;
STRING : '"' STRING_CHAR* '"' ;
fragment STRING_CHAR : ~["\\\r\n] | '\\' ~[\r\n] ;
fragment DIGIT    : [0-9] ;
fragment DIGITS   : [0-9_]+ ;
fragment EXPONENT : [eE] [+-]? DIGIT+ ;

// ---- what is between ----

// Four slashes and more draw a line and document nothing.
DOC     : '///' (~[/\r\n] ~[\r\n]*)? -> channel(HIDDEN) ;
COMMENT : '//' ~[\r\n]* -> channel(HIDDEN) ;
WS      : [ \t\r\n]+ -> skip ;

// ---- mistakes get tokens too, so that the lexer never fails and each is reported in the reader's words ----

OPEN_STRING : '"' STRING_CHAR* '\\'? ;
UNKNOWN     : . ;
